using System.Globalization;
using System.Text.RegularExpressions;
using SdCom.Edge.Core;
using SdCom.Edge.Core.Clips;

namespace SdCom.Edge.Fleet.Cameras;

/// <summary>A camera of a list.</summary>
/// <param name="Camera">Its name.</param>
/// <param name="Source">Where its frames come from.</param>
/// <param name="FramesPerSecond">Frames a second to ask for; null takes what it gives.</param>
public sealed record ListedCamera(string Camera, string Source, double? FramesPerSecond);

/// <summary>Reads lists of cameras: CSV with a header, the columns camera and source, optionally fps.</summary>
public static partial class CameraList
{
    private const int LongestName = 100;

    /// <summary>Reads a list.</summary>
    /// <exception cref="InputException">It cannot be read, or a line is wrong; the message is one line.</exception>
    public static IReadOnlyList<ListedCamera> Read(string file)
    {
        ArgumentException.ThrowIfNullOrEmpty(file);
        string[] lines;
        try
        {
            lines = File.ReadAllLines(file);
        }
        catch (Exception problem) when (problem is IOException or UnauthorizedAccessException)
        {
            throw new InputException($"{file}: cannot be read: {problem.Message}", problem);
        }

        List<string> header = lines.Length > 0 ? CsvLine.Split(lines[0]) ?? [] : [];
        int camera = header.IndexOf("camera"), source = header.IndexOf("source"), rate = header.IndexOf("fps");
        if (camera < 0 || source < 0)
            throw new InputException($"{file}: line 1: the header must be camera,source[,fps], got '{(lines.Length > 0 ? lines[0] : string.Empty)}'.");
        Dictionary<string, ListedCamera> cameras = [];
        for (int i = 1; i < lines.Length; i++)
        {
            if (lines[i].Trim().Length == 0)
                continue;
            List<string> fields = CsvLine.Split(lines[i]) ?? [];
            if (fields.Count != header.Count)
                throw new InputException($"{file}: line {i + 1}: must have {header.Count} fields as the header has, got {fields.Count}; quote fields that hold a comma.");
            ListedCamera listed = new(Name(fields[camera]), Source(fields[source]), rate < 0 || fields[rate].Length == 0 ? null : Rate(fields[rate]));
            if (!cameras.TryAdd(listed.Camera, listed))
                throw new InputException($"{file}: line {i + 1}: the camera {listed.Camera} is given twice; keep one of them.");

            InputException Wrong(string text) => new($"{file}: line {i + 1}: {text}");

            string Name(string name) => name.Length <= LongestName && NameForm().IsMatch(name)
                ? name
                : throw Wrong($"camera must be letters, digits, '-' and '_', at most {LongestName} (it becomes a routing key), got '{name}'.");

            string Source(string text) => Password().IsMatch(text)
                ? throw Wrong("a password does not belong into a list; write ${NAME} in its place and set the environment variable NAME on the nodes.")
                : Live().IsMatch(text) ? text : throw Wrong($"source must be a camera (rtsp://.., gst:.., csi:.., /dev/video.., synthetic:..), got '{text}'; give recordings to submit --clips.");

            double Rate(string text) => double.TryParse(text, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out double value) && value > 0 && double.IsFinite(value)
                ? value
                : throw Wrong($"fps must be positive, got '{text}'.");
        }

        return cameras.Count > 0 ? [.. cameras.Values] : throw new InputException($"{file}: the list has a header but no cameras; add a line for each camera.");
    }

    [GeneratedRegex("^[A-Za-z0-9_-]+$")]
    private static partial Regex NameForm();

    [GeneratedRegex(@"^(rtsps?://|gst:|csi:|synthetic:|/dev/|\d+$)")]
    private static partial Regex Live();

    // user:password@ with anything but a reference in the password's place.
    [GeneratedRegex(@"//[^/@\s:]*:(?!\$\{[^}]+\}@)[^/@\s]+@")]
    private static partial Regex Password();
}
