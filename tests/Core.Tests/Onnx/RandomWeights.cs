using SdCom.Edge.Core;
using SdCom.Edge.Core.Networks;
using SdCom.Edge.Core.Weights;

namespace SdCom.Edge.Tests;

/// <summary>Seeded weights for any network, scaled (He et al. 2015) so that activations neither die nor explode; norm statistics differ per width.</summary>
internal static class RandomWeights
{
    public static WeightSet Create(NetworkSpec spec, int seed)
    {
        Random random = new(seed);
        WeightSet weights = new();
        Trunk(spec.Static, "static", [("", Width.Full)]);
        Trunk(spec.Dynamic, "dynamic", [.. spec.Widths.NonZero.Select(w => ($".{w.FileTag}", w))]);
        Linear("gate.encoder", spec.Gate.Inputs, spec.Gate.Encoder);
        Linear("gate.gru", spec.Gate.Encoder, 3 * spec.Gate.Hidden, "_ih");
        Linear("gate.gru", spec.Gate.Hidden, 3 * spec.Gate.Hidden, "_hh");
        Linear("gate.scores", spec.Gate.Hidden, spec.Gate.Scores);
        Linear("fusion.mix", spec.Fusion.Primary + spec.Fusion.Supplementary, spec.Fusion.Hidden);
        weights.Add("fusion.norm.weight", [spec.Fusion.Hidden], Uniform(spec.Fusion.Hidden, 0.5, 1.5));
        weights.Add("fusion.norm.bias", [spec.Fusion.Hidden], Uniform(spec.Fusion.Hidden, -0.2, 0.2));
        Linear("fusion.motion", 2 * spec.Fusion.Hidden, spec.Fusion.Hidden);
        Linear("fusion.classify", 2 * spec.Fusion.Hidden, spec.Fusion.Classes);
        return weights;

        void Trunk(BackboneSpec trunk, string prefix, (string Suffix, Width Width)[] statistics)
        {
            foreach (ConvSpec conv in trunk.Convs)
            {
                int inputs = conv.Depthwise ? 1 : conv.Inputs;
                int[] shape = [conv.Outputs, inputs, conv.Kernel, conv.Kernel];
                double reach = Math.Sqrt(6.0 / (inputs * conv.Kernel * conv.Kernel));
                weights.Add($"{prefix}.{conv.Name}.weight", shape, Uniform(shape.Aggregate(1, (a, b) => a * b), -reach, reach));
                string norm = $"{prefix}.{conv.NormName}";
                weights.Add($"{norm}.weight", [conv.Outputs], Uniform(conv.Outputs, 0.8, 1.2));
                weights.Add($"{norm}.bias", [conv.Outputs], Uniform(conv.Outputs, -0.3, 0.3));
                foreach ((string suffix, Width width) in statistics)
                {
                    int outputs = trunk.OutputsAt(conv, width);
                    weights.Add($"{norm}{suffix}.running_mean", [outputs], Uniform(outputs, -0.3, 0.3));
                    weights.Add($"{norm}{suffix}.running_var", [outputs], Uniform(outputs, 0.7, 1.5));
                }
            }
        }

        void Linear(string layer, int inputs, int outputs, string suffix = "")
        {
            double reach = Math.Sqrt(3.0 / inputs);
            weights.Add($"{layer}.weight{suffix}", [outputs, inputs], Uniform(inputs * outputs, -reach, reach));
            weights.Add($"{layer}.bias{suffix}", [outputs], Uniform(outputs, -0.1, 0.1));
        }

        float[] Uniform(int count, double low, double high)
        {
            float[] values = new float[count];
            for (int i = 0; i < count; i++)
                values[i] = (float)(low + ((high - low) * random.NextDouble()));
            return values;
        }
    }
}
