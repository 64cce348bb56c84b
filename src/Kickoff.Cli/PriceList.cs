using System.Globalization;
using Kickoff.Core.Scaling;

namespace Kickoff.Cli;

/// <summary>USD an hour by instance type, as the operator gave them; nothing is invented.</summary>
internal sealed record PriceList(IReadOnlyDictionary<string, double> Prices)
{
    public static PriceList Parse(IEnumerable<string> options) => new(options.Select(Parse)
        .GroupBy(price => price.Type, StringComparer.Ordinal)
        .ToDictionary(
            prices => prices.Key,
            prices => prices.Select(price => price.Usd).Distinct().ToArray() is [var one]
                ? one
                : throw new CommandException(ExitCodes.Faulty, $"--price gives {prices.Key} two prices."),
            StringComparer.Ordinal));

    /// <summary>Of the pool's first instance type; null when it was not given.</summary>
    public double? Of(Pool pool) => Prices.TryGetValue(pool.Launch.InstanceTypes[0], out var price) ? price : null;

    private static (string Type, double Usd) Parse(string option) =>
        option.Split('=') is [{ Length: > 0 } type, var text]
            && double.TryParse(text, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var usd)
            ? (type, usd)
            : throw new CommandException(ExitCodes.Faulty, $"--price takes TYPE=USD such as m7i.large=0.1008, not '{option}'.");
}
