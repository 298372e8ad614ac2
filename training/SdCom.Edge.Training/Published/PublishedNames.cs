using System.Text.RegularExpressions;
using SdCom.Edge.Core;

namespace SdCom.Edge.Training.Published;

/// <summary>
/// The names of slimmable norms in published checkpoints: <c>bn1.aux_bn.K.running_mean</c> for the K-th width, where ours says
/// <c>bn1.w025.running_mean</c>; the one scale and shift of all widths lie with the last. Other names are the same.
/// </summary>
public static partial class PublishedNames
{
    /// <summary>The published name of one of ours.</summary>
    public static string Of(string name, WidthSet widths)
    {
        if (Statistic().Match(name) is { Success: true } statistic)
        {
            int index = widths.IndexOf(new Width(int.Parse(statistic.Groups["percent"].ValueSpan, System.Globalization.CultureInfo.InvariantCulture)));
            return $"{statistic.Groups["norm"]}.aux_bn.{index}.{statistic.Groups["kind"]}";
        }

        return name.StartsWith("backbone.", StringComparison.Ordinal) && Affine().Match(name) is { Success: true } affine
            ? $"{affine.Groups["norm"]}.aux_bn.{widths.Count - 1}.{affine.Groups["kind"]}"
            : name;
    }

    [GeneratedRegex(@"^(?<norm>.+)\.w(?<percent>\d{3})\.(?<kind>running_(mean|var))$")]
    private static partial Regex Statistic();

    [GeneratedRegex(@"^(?<norm>.+\.(bn\d+|downsample\.1))\.(?<kind>weight|bias)$")]
    private static partial Regex Affine();
}
