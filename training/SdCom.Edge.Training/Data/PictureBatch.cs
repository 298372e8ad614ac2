using System.Runtime.InteropServices;
using TorchSharp;
using static TorchSharp.torch;

namespace SdCom.Edge.Training.Data;

/// <summary>Pictures of some clips, ready for the trunks. The buffer is made once and filled again and again.</summary>
public sealed class PictureBatch : IDisposable
{
    private readonly Tensor staging; // [N, S, S, 3]
    private readonly Tensor view; // the same memory as [N, 3, S, S]: channels_last without a copy
    private readonly byte[] picture;
    private readonly CropResizer resizer;
    private readonly int size;
    private int filled;

    /// <summary>A buffer for <paramref name="pictures"/> pictures of <paramref name="size"/> pixels a side.</summary>
    public PictureBatch(int pictures, int size, int cachedSize)
    {
        this.size = size;
        picture = new byte[cachedSize * cachedSize * 3];
        resizer = new CropResizer(size);
        using DisposeScope scope = torch.NewDisposeScope();
        staging = torch.empty([pictures, size, size, 3]).DetachFromDisposeScope();
        view = staging.permute(0, 3, 1, 2).DetachFromDisposeScope();
    }

    /// <summary>Name of each clip.</summary>
    public List<string> Clips { get; } = [];

    /// <summary>Class of each clip.</summary>
    public List<long> Labels { get; } = [];

    /// <summary>How many pictures are filled.</summary>
    public int Count => filled;

    /// <summary>Empties the batch.</summary>
    public void Clear()
    {
        Clips.Clear();
        Labels.Clear();
        filled = 0;
    }

    /// <summary>Appends the frames of one clip.</summary>
    public void Add(FrameCache cache, CachedClip clip, Cut cut)
    {
        Span<float> pixels = MemoryMarshal.Cast<byte, float>(staging.bytes);
        int length = size * size * 3;
        int last = -1;
        foreach (int frame in cut.Frames)
        {
            Span<float> to = pixels.Slice(filled * length, length);
            if (frame == last)
            {
                pixels.Slice((filled - 1) * length, length).CopyTo(to); // a clip shorter than its cut repeats frames
            }
            else
            {
                cache.Read(clip, frame, picture);
                resizer.Fill(picture, cache.Size, cut, to);
            }

            last = frame;
            filled++;
        }

        Clips.Add(clip.Name);
        Labels.Add(clip.Label);
    }

    /// <summary>The filled pictures as [N, 3, S, S] on a device; on the CPU a view of the buffer, good until the next <see cref="Clear"/>.</summary>
    public Tensor Pictures(Device device)
    {
        Tensor part = view.narrow(0, 0, filled);
        return device.type == DeviceType.CPU ? part : part.to(device);
    }

    /// <summary>The labels as [clips].</summary>
    public Tensor LabelTensor(Device device) => torch.tensor(Labels, device: device);

    public void Dispose()
    {
        view.Dispose();
        staging.Dispose();
    }
}
