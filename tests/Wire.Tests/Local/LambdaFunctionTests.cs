using Kickoff.Local;
using Kickoff.Local.Lambda;

namespace Kickoff.Wire.Tests.Local;

/// <summary>The Runtime API against a function written in shell and curl, which is nobody's runtime library.</summary>
public sealed class LambdaFunctionTests : IAsyncLifetime
{
    private const string Bootstrap = """
        #!/bin/sh
        api=http://$AWS_LAMBDA_RUNTIME_API/2018-06-01/runtime
        echo "starting $GREETING"
        case $GREETING in
            broken) curl -s -d '{"errorType":"Broken","errorMessage":"cannot start"}' "$api/init/error"; exit 1 ;;
            dead) exit 3 ;;
        esac
        while :; do
            event=$(curl -s -D "headers-$$" "$api/invocation/next")
            header() { tr -d '\r' <"headers-$$" | sed -n "s/^$1: //Ip"; }
            id=$(header Lambda-Runtime-Aws-Request-Id)
            echo "working on $id"
            case $event in
                *crash*) exit 7 ;;
                *hang*) exec sleep 600 ;;
                *fail*) curl -s -d '{"errorType":"Oops","errorMessage":"it failed"}' "$api/invocation/$id/error" >/dev/null; continue ;;
                *wait*) touch "waiting-$$"; until [ -e go ]; do sleep 0.02; done ;;
                *leave*) curl -s -d '"left"' "$api/invocation/$id/response" >/dev/null; exit 0 ;;
            esac
            echo "last word on $id"
            curl -s -d "{\"pid\": $$, \"arn\": \"$(header Lambda-Runtime-Invoked-Function-Arn)\",
                \"deadline\": $(header Lambda-Runtime-Deadline-Ms),
                \"trace\": \"$(header Lambda-Runtime-Trace-Id)\", \"region\": \"$AWS_REGION\", \"home\": \"$LAMBDA_TASK_ROOT\",
                \"name\": \"$AWS_LAMBDA_FUNCTION_NAME\", \"memory\": $AWS_LAMBDA_FUNCTION_MEMORY_SIZE, \"event\": $event}" \
                "$api/invocation/$id/response" >/dev/null
        done
        """;

    private readonly string _directory = Checkout.NewWorkDirectory("lambda");
    private readonly List<LambdaFunction> _functions = [];

    [Fact]
    public async Task An_event_is_answered_with_what_the_environment_and_the_headers_say()
    {
        var result = await Start().InvokeAsync("""{"hello":"world"}""");

        Assert.Null(result.Error);
        Assert.Equal("world", (string?)result.Json["event"]!["hello"]);
        Assert.Equal("arn:aws:lambda:eu-west-1:123456789012:function:Shell", (string?)result.Json["arn"]);
        Assert.Equal("eu-west-1", (string?)result.Json["region"]);
        Assert.Equal(_directory, (string?)result.Json["home"]);
        Assert.Equal("Shell", (string?)result.Json["name"]);
        Assert.Equal(512, (int)result.Json["memory"]!);
        Assert.StartsWith("Root=1-", (string?)result.Json["trace"], StringComparison.Ordinal);
        Assert.True((long)result.Json["deadline"]! > TimeProvider.System.GetUtcNow().ToUnixTimeMilliseconds());
        Assert.NotNull(result.InitDuration);
    }

    [Fact]
    public async Task A_warm_sandbox_is_used_again_and_each_result_has_its_own_log()
    {
        var function = Start();
        var first = await function.InvokeAsync("{}");
        var second = await function.InvokeAsync("{}");

        Assert.Equal((int)first.Json["pid"]!, (int)second.Json["pid"]!);
        Assert.Null(second.InitDuration);
        Assert.Equal(["starting ", $"working on {first.RequestId}", $"last word on {first.RequestId}"], first.Log.Lines);
        Assert.Equal([$"working on {second.RequestId}", $"last word on {second.RequestId}"], second.Log.Lines);
    }

    [Fact]
    public async Task Two_events_at_once_are_two_sandboxes_and_a_third_waits_for_one()
    {
        var function = Start(options => options with { Concurrency = 2 });
        var working = new[] { function.InvokeAsync("\"wait\""), function.InvokeAsync("\"wait\""), function.InvokeAsync("\"wait\"") };
        while (Directory.GetFiles(_directory, "waiting-*").Length < 2)
        {
            await Task.Delay(20);
        }

        await File.WriteAllTextAsync(Path.Combine(_directory, "go"), "");
        var results = await Task.WhenAll(working);

        Assert.Equal(2, results.Select(result => (int)result.Json["pid"]!).Distinct().Count());
        Assert.Equal(2, function.SandboxesStarted);
    }

    [Fact]
    public async Task A_function_error_is_told_and_the_sandbox_stays()
    {
        var function = Start();
        var failed = await function.InvokeAsync("\"fail\"");
        Assert.Equal(("Oops", "it failed"), (failed.Error?.Type, failed.Error?.Message));

        Assert.True((await function.InvokeAsync("{}")).Succeeded);
        Assert.Equal(1, function.SandboxesStarted);
    }

    [Fact]
    public async Task A_crash_is_an_error_and_the_next_event_gets_a_new_sandbox()
    {
        var function = Start();
        var crashed = await function.InvokeAsync("\"crash\"");

        Assert.Equal("Runtime.ExitError", crashed.Error?.Type);
        Assert.Equal($"RequestId: {crashed.RequestId} Error: Runtime exited with error: exit status 7", crashed.Error?.Message);
        Assert.True((await function.InvokeAsync("{}")).Succeeded);
        Assert.Equal(2, function.SandboxesStarted);
    }

    [Fact]
    public async Task A_timeout_kills_the_sandbox()
    {
        var function = Start(options => options with { Timeout = TimeSpan.FromMilliseconds(500) });

        var late = await function.InvokeAsync("\"hang\"");

        Assert.Equal("Sandbox.Timedout", late.Error?.Type);
        Assert.EndsWith("Task timed out after 0.50 seconds", late.Error?.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_killed_process_is_an_error_of_the_event_it_was_working_on()
    {
        var function = Start();
        var working = function.InvokeAsync("\"wait\"");
        while (Directory.GetFiles(_directory, "waiting-*").Length == 0)
        {
            await Task.Delay(20);
        }

        function.Kill();

        Assert.EndsWith("signal: killed", (await working).Error?.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_answer_counts_though_the_process_leaves_right_after_it()
    {
        var function = Start();

        Assert.Equal("left", (string?)(await function.InvokeAsync("\"leave\"")).Json);
        Assert.True((await function.InvokeAsync("{}")).Succeeded);
    }

    [Theory]
    [InlineData("broken", "Broken", "cannot start")]
    [InlineData("dead", "Runtime.ExitError", "exit status 3")]
    public async Task A_function_that_cannot_start_fails_its_invocation(string greeting, string type, string message)
    {
        var failed =
            await Start(options => options with { Environment = new Dictionary<string, string> { ["GREETING"] = greeting } }).InvokeAsync(
                "{}");

        Assert.Equal(type, failed.Error?.Type);
        Assert.EndsWith(message, failed.Error?.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(0, 1)]
    [InlineData(2, 3)]
    public async Task A_failed_asynchronous_event_is_repeated_as_often_as_configured(int retries, int attempts)
    {
        var function = Start(options => options with { MaximumRetryAttempts = retries, RetryDelay = TimeSpan.Zero });

        Assert.False((await function.InvokeEventAsync("\"fail\"")).Succeeded);

        Assert.Equal(attempts, function.Log.Lines.Count(line => line.StartsWith("working on", StringComparison.Ordinal)));
    }

    public Task InitializeAsync() => File.WriteAllTextAsync(Path.Combine(_directory, "bootstrap"), Bootstrap);

    public async Task DisposeAsync()
    {
        foreach (var function in _functions)
        {
            await function.DisposeAsync();
        }

        Directory.Delete(_directory, recursive: true);
    }

    private LambdaFunction Start(Func<LambdaOptions, LambdaOptions>? change = null)
    {
        var options = new LambdaOptions
        {
            Name = "Shell",
            Command = ["/bin/sh", Path.Combine(_directory, "bootstrap")],
            TaskRoot = _directory,
            LogDirectory = Path.Combine(_directory, "log"),
        };
        var function = LambdaFunction.Start(change?.Invoke(options) ?? options);
        _functions.Add(function);
        return function;
    }
}
