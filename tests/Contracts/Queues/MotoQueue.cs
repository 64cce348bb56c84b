using System.Globalization;
using Kickoff.Local.Emulator;

namespace Kickoff.Contracts.Queues;

/// <summary>A queue in moto.</summary>
internal sealed class MotoQueue(EmulatorProxy proxy, string queue, string dead) : IQueueStage
{
    public static async Task<MotoQueue> CreateAsync(EmulatorProxy proxy, string story)
    {
        using var aws = new EmulatorClient(proxy.Endpoint, Oracles.Region);
        var dead = await CreateAsync(aws, $"{story}-dead");
        var arn = $"arn:aws:sqs:{Oracles.Region}:{Moto.AccountId}:{story}-dead";
        var queue = await CreateAsync(
            aws, story, ("Attribute.1.Name", "RedrivePolicy"),
            ("Attribute.1.Value", $$"""{"deadLetterTargetArn":"{{arn}}","maxReceiveCount":2}"""));
        return new MotoQueue(proxy, queue, dead);
    }

    public async Task SendAsync(string body)
    {
        using var aws = Client();
        await aws.SqsAsync("SendMessage", ("QueueUrl", queue), ("MessageBody", body));
    }

    public Task<IReadOnlyList<Message>> ReceiveAsync(int most = 10) => ReceiveAsync(queue, most);

    public async Task DeleteAsync(string handle)
    {
        using var aws = Client();
        await aws.SqsAsync("DeleteMessage", ("QueueUrl", queue), ("ReceiptHandle", handle));
    }

    public async Task ShowAsync(string handle)
    {
        using var aws = Client();
        await aws.SqsAsync("ChangeMessageVisibility", ("QueueUrl", queue), ("ReceiptHandle", handle), ("VisibilityTimeout", "0"));
    }

    public async Task<IReadOnlyList<string>> DeadLettersAsync() => [.. (await ReceiveAsync(dead, 10)).Select(one => one.Body)];

    private EmulatorClient Client() => new(proxy.Endpoint, Oracles.Region);

    private static async Task<string> CreateAsync(EmulatorClient aws, string name, params (string Name, string Value)[] attributes) =>
        (await aws.SqsAsync("CreateQueue", [("QueueName", name), .. attributes])).Descendants("QueueUrl").Single().Value;

    private async Task<IReadOnlyList<Message>> ReceiveAsync(string from, int most)
    {
        using var aws = Client();
        var answer = await aws.SqsAsync(
            "ReceiveMessage", ("QueueUrl", from), ("MaxNumberOfMessages", most.ToString(CultureInfo.InvariantCulture)),
            ("AttributeName.1", "ApproximateReceiveCount"));
        return
        [
            .. answer.Descendants("Message").Select(one => new Message(
                one.Element("MessageId")!.Value,
                one.Element("Body")!.Value,
                int.Parse(one.Element("Attribute")!.Element("Value")!.Value, CultureInfo.InvariantCulture),
                one.Element("ReceiptHandle")!.Value)),
        ];
    }
}
