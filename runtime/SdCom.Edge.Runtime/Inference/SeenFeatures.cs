namespace SdCom.Edge.Runtime.Inference;

/// <summary>The features of the last picture, at each width at which it was looked at.</summary>
internal sealed class SeenFeatures(int pictureBytes, int[] lengths)
{
    private readonly SeenPicture picture = new(pictureBytes);
    private readonly float[][] features = [.. lengths.Select(length => new float[length])];
    private readonly bool[] known = new bool[lengths.Length];

    /// <summary>Copies the feature when this picture was looked at at this width; otherwise the picture is the one at hand from now on.</summary>
    public bool Recall(ReadOnlySpan<byte> image, int widthIndex, Span<float> feature)
    {
        if (!picture.Is(image))
        {
            Array.Clear(known);
            picture.Set(image);
        }

        if (known[widthIndex])
            features[widthIndex].CopyTo(feature);
        return known[widthIndex];
    }

    /// <summary>Keeps the feature of the picture at hand.</summary>
    public void Keep(int widthIndex, ReadOnlySpan<float> feature)
    {
        feature.CopyTo(features[widthIndex]);
        known[widthIndex] = true;
    }
}
