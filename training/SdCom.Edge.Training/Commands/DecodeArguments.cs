using System.CommandLine;
using System.CommandLine.Parsing;
using System.Globalization;
using SdCom.Edge.Training.Data;

namespace SdCom.Edge.Training.Commands;

/// <summary>The options that say how this machine decodes; they change no result.</summary>
internal sealed class DecodeArguments
{
    private readonly Option<long?> cacheBytes = new("--cache-bytes")
    {
        Description = "Most bytes of decoded pictures to keep, such as 20G; no limit when left out.",
        CustomParser = ParseBytes,
    };

    private readonly Option<int> threads = new("--decode-threads") { Description = "Threads that decode and cut beside the trainer.", DefaultValueFactory = _ => new DecodeOptions().Threads };
    private readonly Option<int> prefetch = new("--prefetch") { Description = "Batches made ahead of the trainer.", DefaultValueFactory = _ => new DecodeOptions().Prefetch };

    public DecodeArguments()
    {
        threads.Validators.Add(result => AtLeastOne(result, "--decode-threads"));
        prefetch.Validators.Add(result => AtLeastOne(result, "--prefetch"));
    }

    public void AddTo(Command command)
    {
        command.Options.Add(cacheBytes);
        command.Options.Add(threads);
        command.Options.Add(prefetch);
    }

    public DecodeOptions Read(ParseResult parsed) => new()
    {
        CacheBytes = parsed.GetValue(cacheBytes),
        Threads = parsed.GetValue(threads),
        Prefetch = parsed.GetValue(prefetch),
    };

    private static void AtLeastOne(OptionResult result, string name)
    {
        if (result.GetValueOrDefault<int>() < 1)
            result.AddError($"{name} must be at least 1.");
    }

    private static long? ParseBytes(ArgumentResult result)
    {
        string text = result.Tokens.Count == 1 ? result.Tokens[0].Value : "";
        int power = text.Length > 0 ? "KMGT".IndexOf(char.ToUpperInvariant(text[^1]), StringComparison.Ordinal) + 1 : 0;
        string number = power > 0 ? text[..^1] : text;
        if (double.TryParse(number, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out double value) && value > 0 && value * Math.Pow(1024, power) < 1e18)
            return (long)(value * Math.Pow(1024, power));
        result.AddError($"--cache-bytes must be a number of bytes with K, M, G or T at will, got '{text}'.");
        return null;
    }
}
