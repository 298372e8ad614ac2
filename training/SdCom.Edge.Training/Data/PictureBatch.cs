using System.Runtime.InteropServices;
using SdCom.Edge.Core.Preprocessing;
using TorchSharp;
using static TorchSharp.torch;

namespace SdCom.Edge.Training.Data;

/// <summary>Pictures of some clips, ready for the trunks. The buffer is made once and filled again and again, by one thread or with a clip for each of several.</summary>
public sealed class PictureBatch : IDisposable
{
    private readonly Tensor staging; // [N, S, S, 3]
    private readonly Tensor view; // the same memory as [N, 3, S, S]: channels_last without a copy
    private readonly ThreadLocal<(byte[] Picture, CropResizer Resizer)> tools;
    private readonly int pictureFloats;
    private int filled;

    /// <summary>A buffer for <paramref name="pictures"/> pictures of <paramref name="size"/> pixels a side.</summary>
    public PictureBatch(int pictures, int size, int cachedSize)
    {
        pictureFloats = size * size * 3;
        tools = new(() => (new byte[cachedSize * cachedSize * 3], new CropResizer(size)));
        using DisposeScope scope = torch.NewDisposeScope();
        staging = torch.empty([pictures, size, size, 3]).DetachFromDisposeScope();
        view = staging.permute(0, 3, 1, 2).DetachFromDisposeScope();
    }

    /// <summary>Class of each clip.</summary>
    public List<long> Labels { get; } = [];

    /// <summary>Name of each clip, for messages.</summary>
    public List<string> Clips { get; } = [];

    /// <summary>How many pictures are filled.</summary>
    public int Count => filled;

    /// <summary>Empties the batch.</summary>
    public void Clear()
    {
        Labels.Clear();
        Clips.Clear();
        filled = 0;
    }

    /// <summary>Appends the frames of one clip.</summary>
    public void Add(FrameCache cache, CachedClip clip, Cut cut) => Fill(Reserve(clip, cut.Frames.Length), cache, clip, cut);

    /// <summary>Makes room for the next clip's frames and returns where they begin, to be filled.</summary>
    public int Reserve(CachedClip clip, int frames)
    {
        int first = filled;
        Labels.Add(clip.Label);
        Clips.Add(clip.Name);
        filled += frames;
        return first;
    }

    /// <summary>Fills the place that <see cref="Reserve"/> gave. Several threads may fill different places.</summary>
    public void Fill(int first, FrameCache cache, CachedClip clip, Cut cut)
    {
        (byte[] picture, CropResizer resizer) = tools.Value;
        Span<float> pixels = MemoryMarshal.Cast<byte, float>(staging.bytes);
        using StoredClip pictures = cache.OpenClip(clip);
        for (int i = 0; i < cut.Frames.Length; i++)
        {
            Span<float> to = pixels.Slice((first + i) * pictureFloats, pictureFloats);
            if (i > 0 && cut.Frames[i] == cut.Frames[i - 1])
            {
                pixels.Slice((first + i - 1) * pictureFloats, pictureFloats).CopyTo(to); // a clip shorter than its cut repeats frames
                continue;
            }

            pictures.Read(cut.Frames[i], picture);
            resizer.Fill(picture, cache.Size, cut, to);
        }

        if (cache.SeesChanges)
            Changes(pixels.Slice(first * pictureFloats, cut.Frames.Length * pictureFloats), pictureFloats);
    }

    /// <summary>Fills one place from a square RGB picture that somebody has at hand.</summary>
    public void Fill(int place, ReadOnlySpan<byte> rgb, int side, Cut cut) =>
        tools.Value.Resizer.Fill(rgb, side, cut, MemoryMarshal.Cast<byte, float>(staging.bytes).Slice(place * pictureFloats, pictureFloats));

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
        tools.Dispose();
    }

    // PictureChanges' formula on normalised numbers, x / 127.5 - 1, from the last picture to the first.
    private static void Changes(Span<float> clip, int picture)
    {
        const float still = (PictureChanges.Still / 127.5f) - 1;
        for (int i = clip.Length - 1; i >= picture; i--)
            clip[i] = Math.Clamp(still + (PictureChanges.Gain * (clip[i] - clip[i - picture])), -1, 1);
        clip[..picture].Fill(still);
    }
}
