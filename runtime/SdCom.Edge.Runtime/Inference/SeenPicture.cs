namespace SdCom.Edge.Runtime.Inference;

/// <summary>A copy of the picture that a net last looked at: when the next one is the same, byte by byte, so is the answer.</summary>
internal sealed class SeenPicture(int bytes)
{
    private readonly byte[] picture = new byte[bytes];
    private bool seen;

    /// <summary>Whether this is the picture that was looked at last.</summary>
    public bool Is(ReadOnlySpan<byte> other) => seen && other.SequenceEqual(picture);

    /// <summary>Another picture is looked at.</summary>
    public void Set(ReadOnlySpan<byte> other)
    {
        other.CopyTo(picture);
        seen = true;
    }

    /// <summary>The net failed: what it would have answered is not known.</summary>
    public void Forget() => seen = false;
}
