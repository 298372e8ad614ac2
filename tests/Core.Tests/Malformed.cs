using System.Text;
using System.Text.RegularExpressions;

namespace SdCom.Edge.Core.Tests;

/// <summary>Spoils texts in the ways that hands, editors, cables and ill will spoil them; seeded, so that a failure repeats.</summary>
internal static partial class Malformed
{
    private static readonly string[] Values =
    [
        "null", "true", "-1", "0", "1e400", "-0.0", "NaN", "99999999999999999999", "2147483648", "1e-320", "\"\"", "\"\\ud800\"", "\"../../etc/passwd\"", "\"\\u0000\"", "[]", "{}", "[[[[[[]]]]]]", "\"x\"", "[null]", "{\"a\":{}}",
    ];

    /// <summary>Spoiled forms of a JSON text, as bytes: some are still JSON, some not even UTF-8.</summary>
    public static IEnumerable<byte[]> Of(string json, int count, int seed)
    {
        Random random = new(seed);
        for (int i = 0; i < count; i++)
        {
            byte[] bytes = Encoding.UTF8.GetBytes(json);
            for (int faults = random.Next(1, 4); faults > 0; faults--)
                bytes = Spoil(bytes, random);
            yield return bytes;
        }
    }

    private static byte[] Spoil(byte[] bytes, Random random)
    {
        if (bytes.Length < 2)
            return [0xff];
        int at = random.Next(bytes.Length), length = random.Next(1, Math.Min(bytes.Length - at, 40) + 1);
        return random.Next(8) switch
        {
            0 => bytes[..at], // cut off
            1 => [.. bytes[..at], .. bytes[(at + length)..]], // a piece is gone
            2 => [.. bytes[..at], .. bytes.AsSpan(at, length), .. bytes[at..]], // a piece is there twice
            3 => [.. bytes[..at], (byte)random.Next(256), .. bytes[(at + 1)..]],
            4 => [.. bytes[..at], .. Encoding.UTF8.GetBytes(new string((char)random.Next(1, 128), random.Next(1, 300))), .. bytes[at..]],
            _ => Encoding.UTF8.GetBytes(ReplaceValue(Encoding.UTF8.GetString(bytes), random)),
        };
    }

    // What most often goes wrong in a file that people write: a value of another kind or far out of range.
    private static string ReplaceValue(string text, Random random)
    {
        MatchCollection values = Value().Matches(text);
        if (values.Count == 0)
            return text;
        Match one = values[random.Next(values.Count)];
        return string.Concat(text.AsSpan(0, one.Index), Values[random.Next(Values.Length)], text.AsSpan(one.Index + one.Length));
    }

    [GeneratedRegex("""(?<=[:\[,]\s*)("[^"]*"|-?\d+(\.\d+)?([eE][-+]?\d+)?|true|false|null)(?=\s*[,\]}])""")]
    private static partial Regex Value();
}
