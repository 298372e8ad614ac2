using SdCom.Edge.Core;
using SdCom.Edge.Core.Networks;
using SdCom.Edge.Core.Weights;

namespace SdCom.Edge.Onnx.Graphs;

/// <summary>
/// A convolution at one width with its batch-norm folded in, so that inference pays nothing for the norm:
/// W' = W x g, b' = beta - mean x g with g = gamma / sqrt(var + eps), computed in double precision.
/// </summary>
internal readonly record struct FoldedConv(int[] Shape, float[] Weight, float[] Bias)
{
    /// <summary>
    /// Slices a trunk's layer to a width and folds it. The prefix is the trunk's name in the weights, <c>static</c> or <c>dynamic</c>;
    /// the running statistics lie under a name of their own, such as <c>dynamic.bn1.w025</c>.
    /// </summary>
    public static FoldedConv Create(BackboneSpec trunk, ConvSpec conv, Width width, WeightSet weights, string prefix, string statistics)
    {
        int fullInputs = conv.Depthwise ? 1 : conv.Inputs;
        int inputs = conv.Depthwise ? 1 : trunk.InputsAt(conv, width);
        int outputs = trunk.OutputsAt(conv, width);
        int area = conv.Kernel * conv.Kernel;
        string norm = $"{prefix}.{conv.NormName}";
        float[] full = weights.Get($"{prefix}.{conv.Name}.weight", conv.Outputs, fullInputs, conv.Kernel, conv.Kernel);
        float[] gamma = weights.Get($"{norm}.weight", conv.Outputs);
        float[] beta = weights.Get($"{norm}.bias", conv.Outputs);
        float[] mean = weights.Get($"{statistics}.running_mean", outputs);
        float[] variance = weights.Get($"{statistics}.running_var", outputs);

        float[] weight = new float[outputs * inputs * area];
        float[] bias = new float[outputs];
        for (int o = 0; o < outputs; o++)
        {
            double gain = gamma[o] / Math.Sqrt(variance[o] + trunk.NormEpsilon);
            bias[o] = (float)(beta[o] - (mean[o] * gain));
            // The leading input channels of a filter lie together, so a slice is one run of numbers.
            ReadOnlySpan<float> source = full.AsSpan(o * fullInputs * area, inputs * area);
            Span<float> target = weight.AsSpan(o * inputs * area, inputs * area);
            for (int i = 0; i < target.Length; i++)
                target[i] = (float)(source[i] * gain);
        }

        return new FoldedConv([outputs, inputs, conv.Kernel, conv.Kernel], weight, bias);
    }
}
