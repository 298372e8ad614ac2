using System.Numerics;
using TorchSharp;
using static TorchSharp.torch;

namespace SdCom.Edge.Training.Metrics;

/// <summary>Linear least squares with a penalty on the weights (Hoerl and Kennard 1970), by the normal equations in float64. Samples are added a batch at a time.</summary>
public sealed class RidgeRegression : IDisposable
{
    private const double PenaltyShare = 1e-4; // of the features' mean square

    private readonly int inputs;
    private readonly int outputs;
    private readonly Tensor gram; // [inputs + 1, inputs + 1], float64; the last one is the bias
    private readonly Tensor cross; // [inputs + 1, outputs]

    /// <summary>A regression of <paramref name="outputs"/> numbers on <paramref name="inputs"/> numbers.</summary>
    public RidgeRegression(int inputs, int outputs)
    {
        this.inputs = inputs;
        this.outputs = outputs;
        gram = torch.zeros([inputs + 1, inputs + 1], ScalarType.Float64);
        cross = torch.zeros([inputs + 1, outputs], ScalarType.Float64);
    }

    /// <summary>Adds samples: x [N, inputs] and y [N, outputs], on any device.</summary>
    public void Add(Tensor x, Tensor y)
    {
        using IDisposable off = torch.no_grad();
        using DisposeScope scope = torch.NewDisposeScope();
        Tensor cpu = x.detach().cpu().to(ScalarType.Float64);
        Tensor extended = torch.cat([cpu, torch.ones([cpu.shape[0], 1], ScalarType.Float64)], 1);
        gram.add_(extended.t().matmul(extended));
        cross.add_(extended.t().matmul(y.detach().cpu().to(ScalarType.Float64)));
    }

    /// <summary>The weights [outputs, inputs] and the bias [outputs], row by row.</summary>
    public (float[] Weight, float[] Bias) Solve()
    {
        int n = inputs + 1;
        double[] a = gram.data<double>().ToArray(), b = cross.data<double>().ToArray();
        double trace = 0;
        for (int i = 0; i < inputs; i++)
            trace += a[(i * n) + i];
        double penalty = (PenaltyShare * trace / inputs) + double.Epsilon;
        for (int i = 0; i < inputs; i++)
            a[(i * n) + i] += penalty; // the bias is free
        Factor(a, n);
        float[] weight = new float[outputs * inputs], bias = new float[outputs];
        double[] x = new double[n];
        for (int output = 0; output < outputs; output++)
        {
            for (int i = 0; i < n; i++)
                x[i] = b[(i * outputs) + output];
            Substitute(a, x);
            for (int i = 0; i < inputs; i++)
                weight[(output * inputs) + i] = (float)x[i];
            bias[output] = (float)x[inputs];
        }

        return (weight, bias);
    }

    public void Dispose()
    {
        gram.Dispose();
        cross.Dispose();
    }

    // Cholesky: a becomes its lower factor, row by row.
    private static void Factor(double[] a, int n)
    {
        for (int i = 0; i < n; i++)
        {
            Span<double> row = a.AsSpan(i * n, i + 1);
            for (int j = 0; j < i; j++)
                row[j] = (row[j] - Dot(row[..j], a.AsSpan(j * n, j))) / a[(j * n) + j];
            double left = row[i] - Dot(row[..i], row[..i]);
            row[i] = Math.Sqrt(Math.Max(left, 1e-12)); // a feature that the others determine
        }
    }

    private static void Substitute(double[] factor, double[] x)
    {
        int n = x.Length;
        for (int i = 0; i < n; i++)
            x[i] = (x[i] - Dot(factor.AsSpan(i * n, i), x.AsSpan(0, i))) / factor[(i * n) + i];
        for (int i = n - 1; i >= 0; i--)
        {
            double sum = x[i];
            for (int j = i + 1; j < n; j++)
                sum -= factor[(j * n) + i] * x[j];
            x[i] = sum / factor[(i * n) + i];
        }
    }

    private static double Dot(ReadOnlySpan<double> a, ReadOnlySpan<double> b)
    {
        Vector<double> sum = default;
        int wide = Vector<double>.Count, i = 0;
        for (; i <= a.Length - wide; i += wide)
            sum += new Vector<double>(a[i..]) * new Vector<double>(b[i..]);
        double rest = Vector.Sum(sum);
        for (; i < a.Length; i++)
            rest += a[i] * b[i];
        return rest;
    }
}
