using SdCom.Edge.Core;
using SdCom.Edge.Core.Networks;
using SdCom.Edge.Core.Weights;
using SdCom.Edge.Training.Layers;

namespace SdCom.Edge.Training.Networks;

/// <summary>Loads weights into a trunk: ImageNet files, folded (convolutions with bias) or plain (norms with Keras' epsilon), and the trunks of our own runs.</summary>
public static class Pretrained
{
    // Keras' MobileNetV2 was trained with this epsilon.
    private const double KerasEpsilon = 1e-3;

    /// <summary>Fills a trunk. Afterwards it computes at full width what the file's network computes; from a run's file, at every width.</summary>
    /// <param name="trunk">What is filled.</param>
    /// <param name="path">The safetensors file.</param>
    /// <param name="part">The trunk's name in a run's file: <c>static</c> or <c>dynamic</c>.</param>
    /// <returns>True for an ImageNet file, whose norms have no statistics of their own to train with yet; false for a run's, which is ready.</returns>
    /// <exception cref="InputException">The file is missing or does not fit the trunk.</exception>
    public static bool Load(Backbone trunk, string path, string part)
    {
        if (!File.Exists(path))
            throw new InputException($"{path}: pretrained weights are not there; correct the path in the recipe or leave the key out.");
        try
        {
            WeightSet file = Safetensors.Read(path);
            bool ofRun = file.Contains($"{part}.{trunk.Spec.Convs.First().Name}.weight");
            NamedTensors named = new();
            trunk.Collect(ofRun ? part : "net", named);
            named.CopyFrom(ofRun ? file : Expand(trunk.Spec, file, named));
            return !ofRun;
        }
        catch (InvalidDataException e)
        {
            throw new InputException($"{path}: does not fit {trunk.Spec.Name}: {e.Message}", e);
        }
    }

    private static WeightSet Expand(BackboneSpec spec, WeightSet file, NamedTensors named)
    {
        WeightSet full = new();
        foreach (ConvSpec conv in spec.Convs)
        {
            full.Add($"net.{conv.Name}.weight", file[$"{conv.Name}.weight"]);
            Fill(conv, spec.NormEpsilon);
        }

        // Statistics of the narrower widths are not in any file; unfolding sets them.
        foreach ((string name, TorchSharp.torch.Tensor value) in named.Entries)
        {
            if (!full.Contains(name))
                full.Add(name, [(int)value.shape[0]], Repeat(name.EndsWith("var", StringComparison.Ordinal) ? 1f : 0f, (int)value.shape[0]));
        }

        return full;

        void Fill(ConvSpec conv, double epsilon)
        {
            string norm = $"net.{conv.NormName}";
            string statistics = named.Entries.Any(e => e.Name == $"{norm}.running_mean") ? norm : $"{norm}.{Width.Full.FileTag}";
            int n = conv.Outputs;
            if (file.Contains($"{conv.Name}.bias"))
            {
                full.Add($"{norm}.weight", [n], Repeat(1, n));
                full.Add($"{norm}.bias", file[$"{conv.Name}.bias"]);
                full.Add($"{statistics}.running_mean", [n], Repeat(0, n));
                full.Add($"{statistics}.running_var", [n], Repeat((float)(1 - epsilon), n));
                return;
            }

            full.Add($"{norm}.weight", file[$"{conv.NormName}.weight"]);
            full.Add($"{norm}.bias", file[$"{conv.NormName}.bias"]);
            full.Add($"{statistics}.running_mean", file[$"{conv.NormName}.running_mean"]);

            // Only variance + epsilon counts, so the difference of the epsilons goes into the variance and the function stays exact.
            float more = (float)(KerasEpsilon - epsilon);
            full.Add($"{statistics}.running_var", [n], [.. file.Get($"{conv.NormName}.running_var", n).Select(v => v + more)]);
        }
    }

    private static float[] Repeat(float value, int count)
    {
        float[] values = new float[count];
        Array.Fill(values, value);
        return values;
    }
}
