using Kickoff.Local;
using Kickoff.Local.Lambda;

namespace Kickoff.Wire.Tests.Local;

/// <summary>A function in shell and curl that keeps each event in a file and answers what the test has put into another.</summary>
internal sealed class ShellFunction : IAsyncDisposable
{
    private const string Bootstrap = """
        api=http://$AWS_LAMBDA_RUNTIME_API/2018-06-01/runtime
        number=0
        while :; do
            curl -s -D headers -o event "$api/invocation/next"
            number=$((number + 1))
            mv event "event-$number"
            id=$(tr -d '\r' <headers | sed -n 's/^Lambda-Runtime-Aws-Request-Id: //Ip')
            if [ -e fail ]; then
                rm fail
                curl -s -d '{"errorType":"Oops","errorMessage":"it failed"}' "$api/invocation/$id/error" >/dev/null
            else
                curl -s --data-binary @answer "$api/invocation/$id/response" >/dev/null
            fi
        done
        """;

    private readonly string _directory = Checkout.NewWorkDirectory("shell");

    public ShellFunction(string answer)
    {
        Answer(answer);
        File.WriteAllText(Path.Combine(_directory, "bootstrap"), Bootstrap);
        Function = LambdaFunction.Start(new LambdaOptions
        {
            Name = "Shell",
            Command = ["/bin/sh", Path.Combine(_directory, "bootstrap")],
            TaskRoot = _directory,
            LogDirectory = Path.Combine(_directory, "log"),
            Concurrency = 1,
        });
    }

    public LambdaFunction Function { get; }

    /// <summary>The events it got, in order.</summary>
    public IReadOnlyList<string> Events =>
        [
            .. Directory.GetFiles(_directory, "event-*").OrderBy(file => file.Length).ThenBy(file => file, StringComparer.Ordinal).Select(
                File.ReadAllText)];

    /// <summary>What it answers from now on.</summary>
    public void Answer(string answer) => File.WriteAllText(Path.Combine(_directory, "answer"), answer);

    public void FailOnce() => File.WriteAllText(Path.Combine(_directory, "fail"), "");

    public async ValueTask DisposeAsync()
    {
        await Function.DisposeAsync();
        Directory.Delete(_directory, recursive: true);
    }
}
