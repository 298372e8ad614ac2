using SdCom.Edge.Core.Packages;

namespace SdCom.Edge.Parity.Tests;

internal static class ParityCheck
{
    /// <summary>Largest absolute difference of a logit between a package's parity vector and ONNX Runtime.</summary>
    public static double Worst(ModelPackage package)
    {
        ParityVector vector = package.Manifest.Parity;
        using EngineStream engine = EngineStream.Open(package);
        double worst = 0;
        foreach (ParityCase expected in vector.Cases)
        {
            engine.Reset();
            float[] logits = [];
            for (int frame = 0; frame < vector.Frames; frame++)
                logits = engine.Process(Pictures.Create(package.Network, vector.Seed, frame), expected.Width).Logits;
            worst = Math.Max(worst, Pictures.Difference(expected.Logits, logits));
        }

        return worst;
    }
}
