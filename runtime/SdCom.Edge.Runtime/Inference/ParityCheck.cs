using System.Globalization;
using SdCom.Edge.Core;
using SdCom.Edge.Core.Packages;

namespace SdCom.Edge.Runtime.Inference;

/// <summary>Proves at load that this engine computes what the model's maker computed.</summary>
public static class ParityCheck
{
    /// <summary>Runs the manifest's parity vector: for each width a fresh stream of generated pictures.</summary>
    /// <exception cref="EngineException">A logit is off by more than the manifest's tolerance.</exception>
    public static void Run(ModelPackage model, Nets nets, bool onlyFullWidth = false)
    {
        ArgumentNullException.ThrowIfNull(model);
        ArgumentNullException.ThrowIfNull(nets);
        ParityVector parity = model.Manifest.Parity;
        foreach (ParityCase expected in parity.Cases)
        {
            if (onlyFullWidth && expected.Width != Width.Full)
                continue;
            Compare(model, expected, Compute(model, nets, expected.Width), parity.Tolerance);
        }
    }

    /// <summary>The logits after the vector's last frame when every frame runs at one width.</summary>
    public static float[] Compute(ModelPackage model, Nets nets, Width width)
    {
        ArgumentNullException.ThrowIfNull(model);
        ArgumentNullException.ThrowIfNull(nets);
        ParityVector parity = model.Manifest.Parity;
        int index = model.Network.Widths.IndexOf(width);
        StreamState stream = new(model.Network);
        ReadOnlySpan<float> logits = default;
        for (int frame = 0; frame < parity.Frames; frame++)
        {
            ParityPicture.Fill(parity.Seed, frame, nets.Image);
            nets.Static.Run(stream);
            nets.Dynamic.Run(index, stream);
            logits = nets.Fusion.Run(stream);
        }

        return logits.ToArray();
    }

    private static void Compare(ModelPackage model, ParityCase expected, float[] logits, double tolerance)
    {
        for (int i = 0; i < logits.Length; i++)
        {
            if (!(Math.Abs(logits[i] - expected.Logits[i]) <= tolerance))
            {
                throw new EngineException(string.Create(
                    CultureInfo.InvariantCulture,
                    $"{model.PathOf(ModelFiles.Manifest)}: parity at width {expected.Width}: logit {i} must be {expected.Logits[i]} within {tolerance}, this engine gives {logits[i]}; graphs and manifest do not belong together, export the model again."));
            }
        }
    }
}
