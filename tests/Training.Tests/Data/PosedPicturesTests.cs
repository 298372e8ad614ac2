using SdCom.Edge.Synthetic;
using SdCom.Edge.Training.Data;
using SdCom.Edge.Training.Distributed;
using SdCom.Edge.Training.Recipes;
using TorchSharp;

namespace SdCom.Edge.Training.Tests.Data;

public sealed class PosedPicturesTests
{
    private static readonly DataRecipe Data = new() { Clips = "none.csv", IntervalMs = 320, CacheSize = 72, CropMin = 56 };
    private static readonly PoseRecipe Pose = new() { StaticSteps = 1, DynamicSteps = 1, Batch = 4, LearningRate = 1 };

    public PosedPicturesTests() => torch.set_num_threads(1);

    [Fact]
    public void A_batch_depends_on_seed_and_step_only()
    {
        using PosedPictures forward = Create(seed: 1), jumping = Create(seed: 1), other = Create(seed: 2);
        (float[] first, _) = Read(forward.Get(0));
        (float[] pictures, float[] targets) = Read(forward.Get(1));
        (float[] again, float[] same) = Read(jumping.Get(1));
        Assert.Equal(pictures, again);
        Assert.Equal(targets, same);
        Assert.NotEqual(first, pictures);
        Assert.NotEqual(targets, Read(other.Get(1)).Targets);
    }

    [Fact]
    public void The_parts_of_two_workers_are_the_whole_batch()
    {
        using PosedPictures whole = Create(seed: 3), upper = Create(seed: 3, part: new Part(0, 2)), lower = Create(seed: 3, part: new Part(1, 2));
        (float[] pictures, float[] targets) = Read(whole.Get(4));
        (float[] upperPictures, float[] upperTargets) = Read(upper.Get(4));
        (float[] lowerPictures, float[] lowerTargets) = Read(lower.Get(4));
        Assert.Equal(pictures, upperPictures.Concat(lowerPictures));
        Assert.Equal(targets, upperTargets.Concat(lowerTargets));
    }

    [Fact]
    public void Targets_are_positions_from_the_hips_in_thirds_of_the_body_height()
    {
        using PosedPictures source = Create(seed: 5);
        (_, float[] targets) = Read(source.Get(0));
        int head = BodyJoints.Names.ToList().IndexOf("head");
        for (int person = 0; person < Pose.Batch; person++)
        {
            // From hips to the middle of the head are some 0.455 body heights, less where the camera looks down or the figure leans.
            float up = -targets[(person * PosedPictures.Targets) + (3 * head) + 1];
            Assert.InRange(up, 3 * 0.38f, 3 * 0.5f);
        }

        Assert.Equal(48, PosedPictures.Targets);
    }

    [Fact]
    public void A_trunk_with_temporal_shift_gets_moments_of_one_actor_in_a_row()
    {
        using PosedPictures source = Create(seed: 6, frames: 2);
        (float[] pictures, _) = Read(source.Get(0));
        int picture = pictures.Length / Pose.Batch;
        float[][] all = [.. pictures.Chunk(picture)];
        Assert.True(Difference(all[0], all[1]) < Difference(all[0], all[2]), "two moments of one actor are more alike than two actors");
        Assert.NotEqual(all[0], all[1]);

        static float Difference(float[] a, float[] b) => a.Zip(b, (x, y) => MathF.Abs(x - y)).Average();
    }

    private static PosedPictures Create(long seed, int frames = 1, Part part = default) => new(Data, Pose, 64, frames, seed, new DecodeOptions { Threads = 2, Prefetch = 2 }, part);

    private static (float[] Pictures, float[] Targets) Read(PosedBatch batch)
    {
        using DisposeScope scope = torch.NewDisposeScope();
        return (batch.Pictures(torch.CPU).contiguous().data<float>().ToArray(), batch.TargetTensor(torch.CPU).data<float>().ToArray());
    }
}
