using SdCom.Edge.Synthetic;
using TorchSharp;
using static TorchSharp.torch;

namespace SdCom.Edge.Training.Data;

/// <summary>Pictures and the joints in them. Several threads may fill different places.</summary>
public sealed class PosedBatch : IDisposable
{
    private const float UnitsPerHeight = 3; // see Poses
    private readonly PictureBatch pictures;
    private readonly float[] targets;
    private readonly int count;
    private readonly ThreadLocal<(byte[] Picture, BodyJoints Joints)> tools;

    internal PosedBatch(int count, int size, int renderedSize)
    {
        this.count = count;
        pictures = new PictureBatch(count, size, renderedSize);
        pictures.Reserve(new CachedClip("rendered", 0, "", 0, count, 0), count);
        targets = new float[count * PosedPictures.Targets];
        tools = new(() => (new byte[renderedSize * renderedSize * 3], new BodyJoints()));
    }

    /// <summary>Pictures.</summary>
    public int Count => count;

    /// <summary>The step whose batch this is.</summary>
    public int Step { get; internal set; }

    /// <summary>[N, 3, S, S], normalised; on the CPU a view that is good as long as the batch is.</summary>
    public Tensor Pictures(Device device) => pictures.Pictures(device);

    /// <summary>[N, joints x 3]; see <see cref="PosedPictures.Targets"/>.</summary>
    public Tensor TargetTensor(Device device) => torch.tensor(targets, [count, PosedPictures.Targets], device: device);

    public void Dispose()
    {
        pictures.Dispose();
        tools.Dispose();
    }

    internal void Fill(int place, SyntheticScene scene, TimeSpan time, Cut cut)
    {
        (byte[] picture, BodyJoints joints) = tools.Value;
        scene.Render(time, picture);
        for (int i = 0; i < picture.Length; i += 3)
            (picture[i], picture[i + 2]) = (picture[i + 2], picture[i]); // BGR to RGB
        pictures.Fill(place, picture, scene.Width, cut);
        scene.Locate(time, joints);
        Span<float> to = targets.AsSpan(place * PosedPictures.Targets, PosedPictures.Targets);
        float perPixel = UnitsPerHeight / joints.PixelsPerHeight;
        for (int i = 0; i < joints.All.Length; i++)
        {
            BodyJoint joint = joints.All[i];
            to[3 * i] = (joint.X - joints.Hips.X) * perPixel;
            to[(3 * i) + 1] = (joint.Y - joints.Hips.Y) * perPixel;
            to[(3 * i) + 2] = (joint.Nearness - joints.Hips.Nearness) * UnitsPerHeight;
        }
    }

    internal void Fill(int place, FrameCache cache, CachedClip clip, Cut cut, ReadOnlySpan<float> pose)
    {
        pictures.Fill(place, cache, clip, cut);
        Span<float> to = targets.AsSpan(place * PosedPictures.Targets, PosedPictures.Targets);
        if (cut.Mirrored)
            Poses.Mirror(pose, to);
        else
            pose.CopyTo(to);
    }
}
