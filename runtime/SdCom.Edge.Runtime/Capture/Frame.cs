using OpenCvSharp;

namespace SdCom.Edge.Runtime.Capture;

/// <summary>One picture of a source, BGR, 8 bits a channel. Rings reuse frames: who takes one gives it back to where it came from.</summary>
public sealed unsafe class Frame : IDisposable
{
    /// <summary>The pixels. After writing into it, call <see cref="Seal"/>.</summary>
    public Mat Picture { get; } = new();

    /// <summary>When the picture was taken, counted from the start of its source.</summary>
    public TimeSpan Time { get; set; }

    /// <summary>When it was taken from the source, by the pump's clock: the age of an answer counts from here.</summary>
    public long GrabbedAt { get; set; }

    /// <summary>Another number than in the frame before: a camera came back or changed its size, and what was seen before has no bearing on this picture.</summary>
    public int Epoch { get; set; }

    /// <summary>The number of this frame among those that were due, from 0.</summary>
    public long Number { get; set; }

    public int Width { get; private set; }

    public int Height { get; private set; }

    /// <summary>Bytes from one row to the next.</summary>
    public int Stride { get; private set; }

    /// <summary>The pixels, [Height, Stride] bytes; valid until the picture is written again.</summary>
    public ReadOnlySpan<byte> Bgr => new(pixels, Height * Stride);

    private byte* pixels;

    /// <summary>Notes size and place of the pixels, once per picture, so that the frame path need not ask OpenCV. False when there is no BGR picture.</summary>
    public bool Seal()
    {
        bool usable = !Picture.Empty() && Picture.Type() == MatType.CV_8UC3;
        Width = usable ? Picture.Cols : 0;
        Height = usable ? Picture.Rows : 0;
        Stride = usable ? (int)Picture.Step() : 0;
        pixels = usable ? Picture.DataPointer : null;
        return usable;
    }

    /// <summary>Copies picture and time of another frame; the buffer is reused when the size is the same.</summary>
    public void CopyFrom(Frame other)
    {
        ArgumentNullException.ThrowIfNull(other);
        other.Picture.CopyTo(Picture);
        Time = other.Time;
        GrabbedAt = other.GrabbedAt;
        Number = other.Number;
        Epoch = other.Epoch;
        Seal();
    }

    public void Dispose() => Picture.Dispose();
}
