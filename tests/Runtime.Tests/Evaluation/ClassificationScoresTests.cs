using System.Buffers.Binary;
using SdCom.Edge.Core.Recognition;
using SdCom.Edge.Runtime.Evaluation;
using SdCom.Edge.Runtime.Tests.Bindings;

namespace SdCom.Edge.Runtime.Tests.Evaluation;

public class ClassificationScoresTests
{
    [Fact]
    public void Figures_of_a_handful_of_samples_are_those_computed_by_hand()
    {
        ClassificationScores scores = new(3);
        scores.Add(0, [0.7f, 0.2f, 0.1f]);
        scores.Add(0, [0.3f, 0.6f, 0.1f]);
        scores.Add(1, [0.5f, 0.4f, 0.1f]);
        Assert.Equal(1.0 / 3, scores.Top(1), 1e-12);
        Assert.Equal(1, scores.Top(2), 1e-12);
        // Class 0 ranks its samples 1st and 3rd: (1/1 + 2/3) / 2. Class 1 ranks its one 2nd: 1/2. Class 2 has none: 0.
        Assert.Equal((5.0 / 6 + 0.5 + 0) / 3, scores.MeanAveragePrecision(), 1e-12);
        Assert.Equal([[1, 1, 0], [1, 0, 0], [0, 0, 0]], scores.Confusion());
    }

    [Fact]
    public void Figures_equal_the_published_code()
    {
        float[] logits = Floats("scores");
        int[] labels = Ints("labels");
        int classes = logits.Length / labels.Length;
        ClassificationScores scores = new(classes);
        float[] probabilities = new float[classes];
        for (int i = 0; i < labels.Length; i++)
        {
            Softmax.Fill(logits.AsSpan(i * classes, classes), 1, probabilities);
            scores.Add(labels[i], probabilities);
        }

        Assert.Equal(Floats("map_single_label")[0], 100 * scores.MeanAveragePrecision(), 1e-4);
        Assert.Equal(Floats("top1")[0], 100 * scores.Top(1), 1e-4);
        Assert.Equal(Floats("top5")[0], 100 * scores.Top(5), 1e-4);
        float[] perClass = Floats("ap_single_label");
        for (int i = 0; i < classes; i++)
            Assert.Equal(float.IsNaN(perClass[i]) ? 0 : perClass[i], 100 * scores.AveragePrecision(i), 1e-4);
    }

    [Fact]
    public void Quantiles_take_the_nearest_rank()
    {
        Samples samples = new(4);
        Assert.Equal(0, samples.Quantile(0.5));
        foreach (int value in (int[])[9, 1, 2, 3, 4]) // the oldest leaves
            samples.Add(value);
        Assert.Equal((2, 4), (samples.Quantile(0.5), samples.Quantile(0.95)));
    }

    private static float[] Floats(string name) => Array.ConvertAll(Words(name), BitConverter.Int32BitsToSingle);

    private static int[] Ints(string name) => Words(name);

    // .npy, version 1: ten bytes, the header's length in the last two of them, the header, 32-bit numbers.
    private static int[] Words(string name)
    {
        byte[] file = File.ReadAllBytes(SharedData.Require($"golden/metrics/{name}.npy"));
        int start = 10 + BinaryPrimitives.ReadUInt16LittleEndian(file.AsSpan(8));
        int[] words = new int[(file.Length - start) / 4];
        for (int i = 0; i < words.Length; i++)
            words[i] = BinaryPrimitives.ReadInt32LittleEndian(file.AsSpan(start + (i * 4)));
        return words;
    }
}
