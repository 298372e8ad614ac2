using System.CommandLine;
using System.Globalization;
using SdCom.Edge.Runtime.Ledger;

namespace SdCom.Edge.Host.Commands;

/// <summary>The ledger's options of <c>run</c> and <c>demo</c>.</summary>
internal sealed class LedgerOptions
{
    private const string DefaultBytes = "10M";
    private const int DefaultFiles = 3;

    private readonly Option<string> file = new("--ledger") { Description = "Write every decision with its reason, price and bucket level as a line of JSON.", HelpName = "FILE" };
    private readonly Option<string> bytes = new("--ledger-bytes") { Description = $"Size at which the ledger begins a new file, such as 500K, 10M or 1G; {DefaultBytes} when left out.", HelpName = "N" };
    private readonly Option<int?> files = new("--ledger-files") { Description = $"Old ledger files to keep; {DefaultFiles} when left out.", HelpName = "N" };

    public void AddTo(Command command)
    {
        command.Options.Add(file);
        command.Options.Add(bytes);
        command.Options.Add(files);
    }

    /// <summary>What was asked for; null without <c>--ledger</c>.</summary>
    /// <exception cref="UsageException">An option is wrong.</exception>
    public LedgerRequest? Read(ParseResult parsed)
    {
        long size = ParseBytes(parsed.GetValue(bytes) ?? DefaultBytes);
        int kept = parsed.GetValue(files) ?? DefaultFiles;
        if (kept is < 0 or > 1000)
            throw new UsageException($"--ledger-files must be 0 to 1000, got {kept}.");
        string? path = parsed.GetValue(file);
        if (path is null && (parsed.GetValue(bytes) is not null || parsed.GetValue(files) is not null))
            throw new UsageException("--ledger-bytes and --ledger-files need --ledger FILE.");
        return path is null ? null : new LedgerRequest(path, size, kept);
    }

    private static long ParseBytes(string text)
    {
        const long least = 64 * 1024; // a batch of lines stays together
        long unit = text.Length == 0 ? 0 : char.ToUpperInvariant(text[^1]) switch { 'K' => 1L << 10, 'M' => 1L << 20, 'G' => 1L << 30, _ => 1 };
        ReadOnlySpan<char> digits = unit > 1 ? text.AsSpan(0, text.Length - 1) : text;
        if (!long.TryParse(digits, NumberStyles.None, CultureInfo.InvariantCulture, out long number) || number > (1L << 40) / Math.Max(1, unit) || number * unit < least)
            throw new UsageException($"--ledger-bytes must be a size from 64K to 1024G such as 500K, 10M or 1G, got '{text}'.");
        return number * unit;
    }
}

/// <summary>A ledger as the user wants it.</summary>
internal sealed record LedgerRequest(string Path, long Bytes, int Files)
{
    /// <summary>Opens it.</summary>
    public DecisionLedger Open() => new(new RotatingFile(Path, Bytes, Files), RunSession.Say);
}
