namespace SdCom.Edge.Training.Data;

/// <summary>How a clip is seen once: which frames, which part of them, which light. All frames of a clip share part and light, as one camera would see them.</summary>
public sealed record Cut
{
    /// <summary>Frame numbers, ascending.</summary>
    public required int[] Frames { get; init; }

    public required int Left { get; init; }

    public required int Top { get; init; }

    /// <summary>Pixels of the part, resized to the network's square input.</summary>
    public required int Width { get; init; }

    public required int Height { get; init; }

    /// <summary>Whether left and right change places.</summary>
    public bool Mirrored { get; init; }

    /// <summary>Turn of the camera about the part's middle, in degrees; positive turns the picture to the left. What lies beyond the picture repeats its edge.</summary>
    public double Degrees { get; init; }

    /// <summary>Per colour plane: normalised value times gain plus shift, clamped to -1 and 1.</summary>
    public required float[] Gain { get; init; }

    public required float Shift { get; init; }

    /// <summary>The whole picture as it is, of every cached frame.</summary>
    public static Cut Whole(CachedClip clip, int cachedSide) => new()
    {
        Frames = [.. Enumerable.Range(0, clip.Frames)],
        Left = 0,
        Top = 0,
        Width = cachedSide,
        Height = cachedSide,
        Gain = [1, 1, 1],
        Shift = 0,
    };
}
