using Amazon.Runtime;
using Kickoff.Cloud.Sqs;
using Kickoff.Local.Emulator;
using NodaTime;

namespace Kickoff.Contracts.Queues;

/// <summary>
/// What lies between EventBridge and Lambda's poller
/// (https://docs.aws.amazon.com/AWSSimpleQueueService/latest/SQSDeveloperGuide/standard-queues.html). Kickoff makes no such call itself;
/// its local world and its drills stand on the model.
/// </summary>
[Collection(TellsStories.Name)]
public sealed class QueueStories(Oracles oracles)
{
    private const string Guide = "AWSSimpleQueueService/latest/SQSDeveloperGuide/";

    private const string Reference = "AWSSimpleQueueService/latest/APIReference/";

    [Theory, MotoItself]
    public async Task A_message_that_is_received_is_hidden_and_counts_its_receives_until_it_is_deleted(Told told)
    {
        var queue = await oracles.QueueAsync(told);
        await queue.SendAsync("a");

        var first = Assert.Single(await queue.ReceiveAsync());
        Assert.Equal(("a", 1), (first.Body, first.ReceiveCount));
        Assert.Empty(await queue.ReceiveAsync());

        await queue.ShowAsync(first.Handle);
        var second = Assert.Single(await queue.ReceiveAsync());
        Assert.Equal((first.Id, "a", 2), (second.Id, second.Body, second.ReceiveCount));
        Assert.NotEqual(first.Handle, second.Handle);

        await queue.DeleteAsync(second.Handle);
        await queue.DeleteAsync(second.Handle);
        Assert.Empty(await queue.ReceiveAsync());
        Assert.Empty(await queue.DeadLettersAsync());
    }

    [Theory, MotoItself]
    public async Task A_message_that_was_received_as_often_as_is_allowed_is_a_dead_letter_when_it_would_be_received_again(Told told)
    {
        var queue = await oracles.QueueAsync(told);
        await queue.SendAsync("a");
        await queue.SendAsync("b");
        for (var receive = 1; receive <= 2; receive++)
        {
            foreach (var message in await queue.ReceiveAsync())
            {
                Assert.Equal(receive, message.ReceiveCount);
                await queue.ShowAsync(message.Handle);
            }
        }

        await queue.SendAsync("c");
        Assert.Empty(await queue.DeadLettersAsync());
        Assert.Equal(["c"], (await queue.ReceiveAsync()).Select(message => message.Body));
        Assert.Equal(["a", "b"], (await queue.DeadLettersAsync()).Order(StringComparer.Ordinal));
    }

    [Theory, MotoItself]
    public async Task A_call_receives_one_to_ten_messages_each_of_them_once(Told told)
    {
        var queue = await oracles.QueueAsync(told);
        for (var number = 0; number < 11; number++)
        {
            await queue.SendAsync($"{number}");
        }

        Assert.Equal("InvalidParameterValue", await CodeAsync(() => queue.ReceiveAsync(0)));
        Assert.Equal("InvalidParameterValue", await CodeAsync(() => queue.ReceiveAsync(11)));
        var ten = await queue.ReceiveAsync(10);
        var one = await queue.ReceiveAsync(10);
        Assert.Equal((10, 1), (ten.Count, one.Count));
        Assert.Equal(11, ten.Concat(one).Select(message => message.Body).Distinct().Count());
    }

    [Theory, MotoItself]
    public async Task A_handle_of_no_message_is_refused_where_visibility_is_changed(Told told)
    {
        var queue = await oracles.QueueAsync(told);

        Assert.Equal("ReceiptHandleIsInvalid", await CodeAsync(() => queue.ShowAsync("nobodys")));
    }

    [Theory, CloudOnly("passes time as the machine does", Guide + "sqs-visibility-timeout.html")]
    public async Task A_message_is_visible_again_when_its_visibility_timeout_is_over_and_not_before(Told told)
    {
        var (queue, clock) = await InCloudAsync(told);
        await queue.SendAsync("a");
        await queue.ReceiveAsync();

        clock.Now += Duration.FromMinutes(3) - Duration.FromSeconds(1);
        Assert.Empty(await queue.ReceiveAsync());
        clock.Now += Duration.FromSeconds(1);
        Assert.Equal(2, Assert.Single(await queue.ReceiveAsync()).ReceiveCount);
    }

    [Theory, CloudOnly("passes time as the machine does", Reference + "API_SetQueueAttributes.html (MessageRetentionPeriod)")]
    public async Task A_message_that_nobody_deletes_is_gone_when_its_retention_is_over(Told told)
    {
        var (queue, clock) = await InCloudAsync(told);
        await queue.SendAsync("a");

        clock.Now += Duration.FromHours(1) - Duration.FromSeconds(1);
        await queue.ShowAsync(Assert.Single(await queue.ReceiveAsync()).Handle);
        clock.Now += Duration.FromSeconds(1);
        Assert.Empty(await queue.ReceiveAsync());
        Assert.Empty(await queue.DeadLettersAsync());
        Assert.Equal(0, queue.Queue.Count);
    }

    [Theory, CloudOnly("deletes it", Reference + "API_DeleteMessage.html (ReceiptHandle)")]
    public async Task With_the_handle_of_an_earlier_receive_a_message_is_not_deleted(Told told)
    {
        var (queue, clock) = await InCloudAsync(told);
        await queue.SendAsync("a");
        var first = Assert.Single(await queue.ReceiveAsync());
        clock.Now += Duration.FromMinutes(3);
        var second = Assert.Single(await queue.ReceiveAsync());

        await queue.DeleteAsync(first.Handle);
        Assert.Equal(1, queue.Queue.Count);
        await queue.DeleteAsync(second.Handle);
        Assert.Equal(0, queue.Queue.Count);
    }

    [Theory, CloudOnly("delivers once, in order", Guide + "standard-queues-at-least-once-delivery.html")]
    public async Task A_message_may_come_in_any_order_and_again_while_its_first_receiver_is_still_at_it(Told told)
    {
        var (queue, _) = await InCloudAsync(told);
        await queue.SendAsync("a");
        await queue.SendAsync("b");
        queue.Queue.Next = visible => visible - 1;
        queue.Queue.HiddenFor = () => Duration.Zero;

        Assert.Equal(["b", "a"], (await queue.ReceiveAsync()).Select(message => message.Body));
        Assert.Equal(["b", "a"], (await queue.ReceiveAsync()).Select(message => message.Body));
    }

    [Theory, CloudOnly("has no poller of a queue", "lambda/latest/dg/services-sqs-configure.html; services-sqs-errorhandling.html")]
    public async Task A_pollers_batch_is_larger_than_a_call_and_what_is_not_reported_as_failed_is_deleted(Told told)
    {
        var (stage, clock) = await InCloudAsync(told);
        var queue = stage.Queue;
        for (var number = 0; number < 25; number++)
        {
            await stage.SendAsync($"{number}");
        }

        var batch = queue.ReceiveBatch(21, clock.Now);
        Assert.Equal(21, batch.Count);
        Assert.Equal(4, queue.ReceiveBatch(21, clock.Now).Count);

        // A report that is none: all of it comes again.
        queue.Report(batch, [batch[0].Id, "nobodys"]);
        Assert.Equal(25, queue.Count);
        queue.Report(batch, [batch[0].Id, batch[20].Id]);
        Assert.Equal(6, queue.Count);

        clock.Now += Duration.FromMinutes(3);
        var again = queue.ReceiveBatch(1000, clock.Now);
        Assert.Subset(again.Select(message => message.Id).ToHashSet(), new HashSet<string> { batch[0].Id, batch[20].Id });
        queue.Report(again, []);
        Assert.Equal(0, queue.Count);
    }

    private async Task<(CloudQueue Queue, StoryClock Clock)> InCloudAsync(Told told)
    {
        var queue = (CloudQueue)await oracles.QueueAsync(told);
        return (queue, queue.Clock);
    }

    private static async Task<string> CodeAsync(Func<Task> call) => await Assert.ThrowsAnyAsync<Exception>(call) switch
    {
        AmazonServiceException refused => refused.ErrorCode,
        EmulatorRefusedException refused => refused.Code,
        var other => other.Message,
    };
}
