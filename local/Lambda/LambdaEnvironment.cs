using System.Globalization;

namespace Kickoff.Local.Lambda;

/// <summary>
/// The environment Lambda gives a process (https://docs.aws.amazon.com/lambda/latest/dg/configuration-envvars.html), with the
/// emulator's address in the SDK's own AWS_ENDPOINT_URL.
/// </summary>
internal static class LambdaEnvironment
{
    public static IReadOnlyDictionary<string, string> Of(LambdaOptions options, string runtimeApi)
    {
        var environment = new Dictionary<string, string>(StringComparer.Ordinal)
        {
            ["_HANDLER"] = "bootstrap",
            ["AWS_ACCESS_KEY_ID"] = options.AccessKey,
            ["AWS_SECRET_ACCESS_KEY"] = "secret",
            ["AWS_SESSION_TOKEN"] = "token",
            ["AWS_REGION"] = options.Region,
            ["AWS_DEFAULT_REGION"] = options.Region,
            ["AWS_LAMBDA_FUNCTION_MEMORY_SIZE"] = options.MemorySize.ToString(CultureInfo.InvariantCulture),
            ["AWS_LAMBDA_FUNCTION_NAME"] = options.Name,
            ["AWS_LAMBDA_FUNCTION_VERSION"] = "$LATEST",
            ["AWS_LAMBDA_INITIALIZATION_TYPE"] = "on-demand",
            ["AWS_LAMBDA_LOG_FORMAT"] = "JSON",
            ["AWS_LAMBDA_LOG_GROUP_NAME"] = $"/aws/lambda/{options.Name}",
            ["AWS_LAMBDA_LOG_LEVEL"] = "INFO",
            ["AWS_LAMBDA_LOG_STREAM_NAME"] = $"2012/06/28/[$LATEST]{Guid.NewGuid():N}",
            ["AWS_LAMBDA_RUNTIME_API"] = runtimeApi,
            ["LAMBDA_RUNTIME_DIR"] = "/var/runtime",
            ["LAMBDA_TASK_ROOT"] = options.TaskRoot,
            ["LANG"] = "en_US.UTF-8",
            ["TZ"] = ":UTC",
        };
        if (options.Aws is not null)
        {
            environment["AWS_ENDPOINT_URL"] = options.Aws.ToString();
        }

        foreach (var (name, value) in options.Environment)
        {
            environment[name] = value;
        }

        return environment;
    }
}
