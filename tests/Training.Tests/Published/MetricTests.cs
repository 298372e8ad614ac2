using SdCom.Edge.Training.Metrics;
using static TorchSharp.torch;

namespace SdCom.Edge.Training.Tests.Published;

public sealed class MetricTests : GoldenTest
{
    [Fact, GoldenCase("metrics")]
    public void Mean_average_precision_and_top_k_equal_the_published_ones()
    {
        GoldenCase golden = new("metrics");
        (double tolerance, _) = golden.Tolerance("values");
        Tensor scores = golden.Npy("scores");
        float[][] probabilities = Rows(scores.softmax(1));
        float[][] multi = Rows(golden.Npy("multi_hot"));
        int[] labels = [.. golden.Npy("labels").data<long>().ToArray().Select(l => (int)l)];

        Check("single_label", AveragePrecision.PerClass(probabilities, (clip, c) => labels[clip] == c));
        Check("multi_label", AveragePrecision.PerClass(probabilities, (clip, c) => multi[clip][c] > 0));
        Assert.Equal(golden.Number("top1"), 100 * AveragePrecision.TopK(Rows(scores), labels, 1), tolerance);
        Assert.Equal(golden.Number("top5"), 100 * AveragePrecision.TopK(Rows(scores), labels, 5), tolerance);
        golden.AssertAllRead();

        void Check(string kind, double?[] actual)
        {
            float[] expected = golden.Npy($"ap_{kind}").data<float>().ToArray();
            Assert.All(expected.Zip(actual), pair => Assert.Equal(pair.First, 100 * (pair.Second ?? 0), tolerance));
            Assert.Equal(golden.Number($"map_{kind}"), 100 * AveragePrecision.MeanWithEmptyAsZero(actual), tolerance);
            Assert.Equal(golden.Number($"map_{kind}_without_empty_classes"), 100 * AveragePrecision.Mean(actual), tolerance);
        }
    }

    private static float[][] Rows(Tensor matrix) => [.. matrix.unbind(0).Select(row => row.data<float>().ToArray())];
}
