using System.Globalization;
using System.Text.Json.Nodes;
using Kickoff.Core.Scaling;
using NodaTime;

namespace Kickoff.Cli;

/// <summary>A hold as an operator reads it.</summary>
internal static class HoldText
{
    public static string Servers(Hold hold) =>
        string.Create(CultureInfo.InvariantCulture, $"{(hold.Kind == HoldKind.Exactly ? "exactly" : "at least")} {hold.Servers}");

    public static string Of(Hold hold, Instant now) =>
        $"{hold.Pool} is held at {Servers(hold)}{(hold.From > now ? $" from {Times.Show(hold.From)}" : "")} until {Times.Show(hold.Until)} "
            + $"UTC by {hold.By}: {hold.Reason}";

    public static JsonObject Json(Hold hold) => new()
    {
        ["pool"] = hold.Pool,
        ["kind"] = hold.Kind.ToString(),
        ["servers"] = hold.Servers,
        ["from"] = hold.From.ToString(),
        ["until"] = hold.Until.ToString(),
        ["by"] = hold.By,
        ["reason"] = hold.Reason,
    };
}
