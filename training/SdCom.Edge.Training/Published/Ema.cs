using SdCom.Edge.Training.Networks;
using static TorchSharp.torch;

namespace SdCom.Edge.Training.Published;

/// <summary>The exponential moving average that teaches the supernet: ema = d ema + (1 - d) new, over parameters and running statistics alike (behaviour 10).</summary>
public static class Ema
{
    /// <summary>The experiments' decay; the code's default is 0.9.</summary>
    public const double Decay = 0.997;

    /// <summary>Moves the teacher's tensors towards the student's.</summary>
    public static void Update(NamedTensors teacher, NamedTensors student, double decay = Decay)
    {
        using IDisposable off = no_grad();
        foreach (((string name, Tensor old), (string same, Tensor now)) in teacher.Entries.Zip(student.Entries))
        {
            if (name != same)
                throw new ArgumentException($"teacher and student must have the same tensors, got {name} and {same}.");
            old.mul_(decay).add_(now, 1 - decay);
        }
    }
}
