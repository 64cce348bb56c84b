using System.CommandLine;
using Amazon.DynamoDBv2.Model;
using Amazon.Runtime;
using Kickoff.Core;
using Kickoff.Core.Configuration;
using Kickoff.Fixtures;

namespace Kickoff.Cli;

/// <summary>Turns what went wrong into one sentence on standard error, and an exit code.</summary>
internal static class Failures
{
    public static async Task<int> RunAsync(ParseResult parse)
    {
        if (parse.Errors.Count > 0)
        {
            return Usage(parse);
        }

        try
        {
            return await parse.InvokeAsync(new InvocationConfiguration { EnableDefaultExceptionHandler = false });
        }
        catch (ConfigurationException faulty)
        {
            foreach (var fault in faulty.Faults)
            {
                await Console.Error.WriteLineAsync(fault.ToString());
            }

            return ExitCodes.Faulty;
        }
        catch (CommandException failed)
        {
            return await SayAsync(failed.ExitCode, failed.Message);
        }
        catch (FixtureFileException faulty)
        {
            return await SayAsync(ExitCodes.Faulty, faulty.Message);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            // A file that is there and cannot be read; the message has its path.
            return await SayAsync(ExitCodes.Faulty, error.Message);
        }
        catch (OperationCanceledException)
        {
            return await SayAsync(ExitCodes.No, "Interrupted.");
        }
        catch (Exception error) when ((error as UnavailableException)?.InnerException is ResourceNotFoundException)
        {
            return await SayAsync(
                ExitCodes.Unavailable,
                "DynamoDB has no such table in this region: check --region and the table's name (the stack's outputs LedgerTable and "
                    + "FixturesTable).");
        }
        catch (AmazonServiceException refused)
        {
            return await SayAsync(ExitCodes.Unavailable, $"AWS refused: {refused.ErrorCode}: {refused.Message}");
        }
        catch (Exception error) when (HasNoCredentials(error))
        {
            return await SayAsync(
                ExitCodes.Unavailable,
                "There are no AWS credentials: run `aws configure`, pass --profile, or set AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY.");
        }
        catch (AmazonClientException client)
        {
            return await SayAsync(ExitCodes.Unavailable, $"AWS could not be asked: {client.Message}");
        }
        catch (UnavailableException refused) when (refused.Refusal is { } refusal)
        {
            return await SayAsync(ExitCodes.Unavailable, $"AWS refused: {refusal}");
        }
        catch (UnavailableException unavailable)
        {
            return await SayAsync(ExitCodes.Unavailable, $"{unavailable.Message}. Check the network and --region, and try again.");
        }
    }

    /// <summary>The SDK has no type of its own for it.</summary>
    private static bool HasNoCredentials(Exception error) =>
        (error is UnavailableException ? error.InnerException : error) is AmazonClientException { Message: var message }
        && message.Contains("credentials", StringComparison.OrdinalIgnoreCase);

    private static int Usage(ParseResult parse)
    {
        foreach (var error in parse.Errors)
        {
            Console.Error.WriteLine(error.Message);
        }

        var command = parse.CommandResult.Command;
        if (parse.UnmatchedTokens is [var first, ..] && command.Subcommands.Count > 0)
        {
            var nearest = Nearest.To(first, command.Subcommands.Select(sub => sub.Name));
            if (nearest is not null)
            {
                Console.Error.WriteLine($"Did you mean '{nearest}'?");
            }
        }

        var names = new List<string>();
        for (System.CommandLine.Parsing.SymbolResult? at =
            parse.CommandResult; at is System.CommandLine.Parsing.CommandResult { Command: var one }; at = at.Parent)
        {
            names.Insert(0, one.Name);
        }

        Console.Error.WriteLine($"Try: {string.Join(' ', names)} --help");
        return ExitCodes.Faulty;
    }

    private static async Task<int> SayAsync(int exitCode, string sentence)
    {
        await Console.Error.WriteLineAsync(sentence);
        return exitCode;
    }
}
