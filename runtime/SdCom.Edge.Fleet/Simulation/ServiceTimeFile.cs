using System.Text.Json;
using SdCom.Edge.Core;

namespace SdCom.Edge.Fleet.Simulation;

/// <summary>Reads how long clips took where they were answered.</summary>
public static class ServiceTimeFile
{
    private const string Key = "milliseconds";
    private const string Remedy = "give the lines that ./sdcom fleet results prints, of workers that had a core each";

    /// <summary>Reads JSON lines as <c>fleet results</c> prints them; of each the member <c>milliseconds</c> counts, and a line without it (a clip that was given up) does not.</summary>
    /// <exception cref="InputException">The file cannot be read, or holds no such time; the message is one line.</exception>
    public static ServiceTimes Read(string path)
    {
        List<double> seconds = [];
        int number = 0;
        try
        {
            foreach (string line in File.ReadLines(path))
            {
                number++;
                if (!string.IsNullOrWhiteSpace(line) && Milliseconds(path, number, line) is { } milliseconds)
                    seconds.Add(milliseconds / 1000);
            }
        }
        catch (Exception problem) when (problem is FileNotFoundException or DirectoryNotFoundException)
        {
            throw new InputException($"{path}: the file is missing; {Remedy}.", problem);
        }
        catch (Exception problem) when (problem is IOException or UnauthorizedAccessException)
        {
            throw new InputException($"{path}: cannot be read: {problem.Message}", problem);
        }

        return seconds.Count > 0 ? ServiceTimes.Measured(seconds) : throw new InputException($"{path}: no line has {Key}; {Remedy}.");
    }

    private static double? Milliseconds(string path, int line, string text)
    {
        try
        {
            using JsonDocument document = JsonDocument.Parse(text);
            if (document.RootElement.ValueKind != JsonValueKind.Object || !document.RootElement.TryGetProperty(Key, out JsonElement value))
                return null;
            if (value.ValueKind == JsonValueKind.Number && value.GetDouble() is > 0 and < 1e9 and double milliseconds)
                return milliseconds;
            throw new InputException($"{path}: {Key} must be a positive number (line {line}), got {value.GetRawText()}; {Remedy}.");
        }
        catch (JsonException problem)
        {
            throw new InputException($"{path}: not valid JSON (line {line}); {Remedy}.", problem);
        }
    }
}
