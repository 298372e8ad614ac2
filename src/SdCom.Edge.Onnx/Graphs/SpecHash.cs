using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using SdCom.Edge.Core.Networks;
using SdCom.Edge.Core.Preprocessing;

namespace SdCom.Edge.Onnx.Graphs;

/// <summary>A fingerprint of a network's layers, the same in all graphs of a package: graphs of different networks cannot be mixed unnoticed.</summary>
public static class SpecHash
{
    /// <summary>Lower-case hexadecimal SHA-256 of the layers, sizes and widths in words.</summary>
    public static string Compute(NetworkSpec spec)
    {
        StringBuilder text = new();
        Line($"input {spec.InputSize} glance {spec.GlanceSize} widths {spec.Widths}");
        if (spec.Standardises) // no line otherwise, here and below: networks without it keep their fingerprint
            Line($"exposure standardised to {PictureExposure.Deviation:R} by at most {PictureExposure.MaxGain:R}");
        if (spec.Fit != PictureFit.Crop)
            Line($"fit {spec.Fit}");
        if (spec.SeesChanges)
            Line($"sees changes times {PictureChanges.Gain}");
        Trunk(spec.Static);
        Trunk(spec.Dynamic);
        Line($"{spec.Gate}");
        Line($"{spec.Fusion}");
        return Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text.ToString())));

        void Trunk(BackboneSpec trunk)
        {
            Line($"{trunk.Name} {trunk.Rounding} {trunk.NormEpsilon:R}");
            foreach (BlockSpec block in trunk.Blocks)
            {
                Line($"{block.Name} {block.Residual} {block.Activation} {block.Pool}");
                foreach (ConvSpec conv in block.Convs)
                    Line($"{conv}");
                Line($"{block.Projection}");
                if (block.Shift > 0)
                    Line($"shift {block.Shift:R}{(trunk.LooksAhead ? " both ways" : "")}");
            }
        }

        void Line(FormattableString line) => text.Append(line.ToString(CultureInfo.InvariantCulture)).Append('\n');
    }
}
