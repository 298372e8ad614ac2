using System.CommandLine;
using SdCom.Edge.Runtime.Ledger;

namespace SdCom.Edge.Host.Commands;

/// <summary>The ledger's options of <c>run</c> and <c>demo</c>.</summary>
internal sealed class LedgerOptions
{
    private const string DefaultBytes = "10M";
    private const int DefaultFiles = 3;
    private const long LeastBytes = 64 * 1024; // a batch of lines stays together

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
        long size = Size(parsed.GetValue(bytes) ?? DefaultBytes);
        int kept = Kept(parsed.GetValue(files) ?? DefaultFiles);
        string? path = parsed.GetValue(file);
        if (path is null && (parsed.GetValue(bytes) is not null || parsed.GetValue(files) is not null))
            throw new UsageException("--ledger-bytes and --ledger-files need --ledger FILE.");
        return path is null ? null : new LedgerRequest(path, size, kept);
    }

    /// <summary>The bytes of one file.</summary>
    /// <exception cref="UsageException">They are none, or too few.</exception>
    public static long Size(string text) => Quantities.Bytes("--ledger-bytes", text, LeastBytes);

    /// <summary>The number of old files.</summary>
    /// <exception cref="UsageException">It is out of range.</exception>
    public static int Kept(int files) => files is >= 0 and <= 1000 ? files : throw new UsageException($"--ledger-files must be 0 to 1000, got {files}.");
}

/// <summary>A ledger as the user wants it.</summary>
internal sealed record LedgerRequest(string Path, long Bytes, int Files)
{
    /// <summary>Opens it.</summary>
    public DecisionLedger Open() => new(new RotatingFile(Path, Bytes, Files), RunSession.Say);
}
