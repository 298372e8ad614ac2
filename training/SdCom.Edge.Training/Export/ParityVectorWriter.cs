using SdCom.Edge.Core.Networks;
using SdCom.Edge.Core.Packages;
using SdCom.Edge.Training.Networks;

namespace SdCom.Edge.Training.Export;

/// <summary>Computes what a device must answer to generated pictures, with the torch modules as the reference.</summary>
public static class ParityVectorWriter
{
    private const long Seed = 20;

    // Engines on CPUs agree to about 1e-5; GPUs sum in other orders.
    private const double Tolerance = 1e-3;

    /// <summary>The logits at every width after as many frames as fill the window and move it once.</summary>
    public static ParityVector Create(SdComNetwork network)
    {
        NetworkSpec spec = network.Spec;
        int frames = spec.Fusion.Segments + 1;
        byte[] picture = new byte[spec.InputSize * spec.InputSize * 3];
        List<ParityCase> cases = [];
        foreach (Core.Width width in spec.Widths)
        {
            using TorchStream stream = new(network);
            float[] logits = [];
            for (int frame = 0; frame < frames; frame++)
            {
                ParityPicture.Fill(Seed, frame, picture);
                logits = stream.Process(picture, width).Logits;
            }

            cases.Add(new ParityCase(width, logits));
        }

        return new ParityVector { Seed = Seed, Frames = frames, Tolerance = Tolerance, Cases = cases };
    }
}
