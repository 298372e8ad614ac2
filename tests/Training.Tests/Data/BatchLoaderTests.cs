using System.Security.Cryptography;
using SdCom.Edge.Core;
using SdCom.Edge.Training.Data;
using SdCom.Edge.Training.Metrics;
using TorchSharp;
using static TorchSharp.torch;

namespace SdCom.Edge.Training.Tests.Data;

public sealed class BatchLoaderTests : IDisposable
{
    private readonly TinyRun run = new(clipsPerClass: 2);

    public void Dispose() => run.Dispose();

    [Fact]
    public void Batches_depend_on_seed_and_step_alone_not_on_threads_prefetch_or_cache_size()
    {
        string[] expected = Digests(new DecodeOptions { Threads = 1, Prefetch = 1 }, "one", 0, 1, 2, 3, 4, 5);
        Assert.Equal(expected, Digests(new DecodeOptions { Threads = 4, Prefetch = 3 }, "many", 0, 1, 2, 3, 4, 5));
        Assert.Equal(expected, Digests(new DecodeOptions { Threads = 2, Prefetch = 2, CacheBytes = 100_000 }, "small", 0, 1, 2, 3, 4, 5));
        Assert.Equal([expected[4], expected[1], expected[2]], Digests(new DecodeOptions(), "one", 4, 1, 2));
        Assert.Equal(6, expected.Distinct().Count());
    }

    [Fact]
    public void Rates_tell_what_the_loader_could_do_what_the_trainer_took_and_what_was_decoded_again()
    {
        using FrameCache cache = Open(new DecodeOptions { Threads = 1, CacheBytes = 100_000 }, "rates");
        using BatchLoader loader = Loader(cache);
        for (int step = 0; step < 6; step++)
        {
            loader.Get(step);
            Thread.Sleep(5); // the trainer's work
        }

        LoaderRates rates = loader.Rates;
        Assert.InRange(rates.TrainedPerSecond, 1, 6 * 1000 / 5.0);
        Assert.True(rates.LoadedPerSecond > 1, $"{rates}");
        Assert.InRange(rates.WaitShare, 0, 1);
        Assert.InRange(rates.ClipsDecoded, 1, 18);
        Assert.Equal(rates.ClipsDecoded, (long)rates.ToJson()["clipsDecoded"]!);
    }

    [Fact]
    public void A_clip_that_vanishes_while_training_is_one_clear_error()
    {
        using FrameCache cache = Open(new DecodeOptions(), "vanish");
        Directory.Delete(Path.Combine(run.Folder, "vanish", "clips"), recursive: true);
        Directory.CreateDirectory(Path.Combine(run.Folder, "vanish", "clips"));
        foreach (string clip in Directory.GetFiles(run.Folder, "*.avi"))
            File.Delete(clip);
        using BatchLoader loader = Loader(cache);
        Assert.EndsWith(".avi: the clip is not there.", Assert.Throws<InputException>(() => loader.Get(0)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Pictures_are_small_in_the_first_epochs_only_and_show_the_same_cuts()
    {
        using FrameCache cache = Open(new DecodeOptions(), "small");
        using BatchLoader growing = new(cache, cache.Clips, run.Recipe.Data, 32, 2, 3, seed: 4, smallEpochs: 1, smallSize: 16);
        using BatchLoader plain = new(cache, cache.Clips, run.Recipe.Data, 32, 2, 3, seed: 4);
        for (int step = 0; step < 2 * plain.StepsPerEpoch; step++)
        {
            PictureBatch grown = growing.Get(step), whole = plain.Get(step);
            using Tensor mine = grown.Pictures(torch.CPU), theirs = whole.Pictures(torch.CPU);
            Assert.Equal(step < plain.StepsPerEpoch ? [6, 3, 16, 16] : theirs.shape, mine.shape);
            Assert.Equal(whole.Labels, grown.Labels);
            using Tensor difference = mine.mean() - theirs.mean();
            Assert.Equal(0, difference.item<float>(), 0.01);
        }
    }

    private string[] Digests(DecodeOptions options, string root, params int[] steps)
    {
        using FrameCache cache = Open(options, root);
        using BatchLoader loader = Loader(cache);
        return [.. steps.Select(step =>
        {
            PictureBatch batch = loader.Get(step);
            using DisposeScope scope = torch.NewDisposeScope();
            Tensor pictures = batch.Pictures(torch.CPU).contiguous();
            return $"{string.Join(',', batch.Clips)} {string.Join(',', batch.Labels)} {Convert.ToHexString(SHA256.HashData(pictures.bytes))}";
        })];
    }

    private BatchLoader Loader(FrameCache cache) => new(cache, cache.Clips, run.Recipe.Data, 32, clipsPerBatch: 2, framesPerClip: 3, seed: 7);

    private FrameCache Open(DecodeOptions options, string root)
    {
        string[] classes = ["red", "green", "blue"];
        TrainingClip[] clips = [.. from label in Enumerable.Range(0, 3) from i in Enumerable.Range(0, 2) let name = $"{classes[label]}{i}.avi" select new TrainingClip(name, Path.Combine(run.Folder, name), label, "")];
        return FrameCache.Open(Path.Combine(run.Folder, root), clips, classes, 40, null, Reporter.Silent, options: options);
    }
}
