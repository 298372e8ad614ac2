using SdCom.Edge.Core;
using SdCom.Edge.Core.Clips;
using SdCom.Edge.Core.Packages;
using SdCom.Edge.Runtime.Quantisation;

namespace SdCom.Edge.Host.Quantising;

/// <summary>The clips to calibrate on, and those to measure the curve on, which are none of the former.</summary>
/// <param name="Calibration">A few, all classes alike; none for float16.</param>
/// <param name="Validation">Empty when nothing is to be measured.</param>
/// <param name="Where">The calibration clips in words, for card and manifest.</param>
internal sealed record QuantisingClips(IReadOnlyList<Clip> Calibration, IReadOnlyList<Clip> Validation, string Where)
{
    /// <summary>Reads the list and chooses.</summary>
    /// <exception cref="InputException">The list cannot be used or nothing remains of it.</exception>
    public static QuantisingClips Read(QuantiseRequest request, ModelPackage model)
    {
        if (request.Clips is null)
            return new QuantisingClips([], [], string.Empty);
        string[] classes = [.. model.Manifest.Classes];
        IReadOnlyList<Clip> all = ClipList.Read(request.Clips, classes, request.Subset);
        IReadOnlyList<Clip> validation = ReadValidation(request, classes, all);
        if (request.Precision != PrecisionNote.Bytes)
            return new QuantisingClips([], validation, string.Empty);
        HashSet<string> measured = [.. validation.Select(clip => clip.Path)];
        Clip[] rest = [.. all.Where(clip => !measured.Contains(clip.Path))];
        if (rest.Length == 0)
            throw new InputException($"{request.Clips}: every clip is for validation, none remains to calibrate on; name fewer subjects or another --subset.");
        IReadOnlyList<Clip> chosen = CalibrationClips.Choose(rest, request.CalibrationClips);
        string where = $"{chosen.Count} clips of {Path.GetFileName(request.Clips)}{(request.Subset is { } subset ? $", subset {subset}" : "")}{(request.ValidationSubjects is { } subjects ? $" without {string.Join(", ", subjects)}" : "")}";
        return new QuantisingClips(chosen, validation, where);
    }

    private static IReadOnlyList<Clip> ReadValidation(QuantiseRequest request, string[] classes, IReadOnlyList<Clip> all)
    {
        if (request.ValidationSubset is { } subset)
            return ClipList.Read(request.Clips!, classes, subset);
        if (request.ValidationSubjects is not { } subjects)
            return [];
        if (subjects.FirstOrDefault(subject => !all.Any(clip => clip.Group == subject)) is { } unknown)
        {
            string[] known = [.. all.Select(clip => clip.Group).OfType<string>().Distinct().Order(StringComparer.Ordinal).Take(20)];
            throw new InputException($"{request.Clips}: no clip has the subject or source '{unknown}'; there are {(known.Length > 0 ? string.Join(", ", known) : "none, the list lacks that column")}.");
        }

        return [.. all.Where(clip => subjects.Contains(clip.Group))];
    }
}
