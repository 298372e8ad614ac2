namespace OpenCvSharp;

/// <summary>Four characters that name a codec, as OpenCV's number.</summary>
public readonly struct FourCC(int value) : IEquatable<FourCC>
{
    public static readonly int DIVX = VideoWriter.FourCC("DIVX");
    public static readonly int H264 = VideoWriter.FourCC("H264");
    public static readonly int H265 = VideoWriter.FourCC("H265");
    public static readonly int HEVC = VideoWriter.FourCC("HEVC");
    public static readonly int MJPG = VideoWriter.FourCC("MJPG");
    public static readonly int MP42 = VideoWriter.FourCC("MP42");
    public static readonly int MP4V = VideoWriter.FourCC("MP4V");
    public static readonly int XVID = VideoWriter.FourCC("XVID");
    public static readonly int X264 = VideoWriter.FourCC("X264");
    public const int Default = -1;
    public const int Prompt = -1;

    public readonly int Value = value;

    public static FourCC FromInt32(int code) => new(code);

    public static FourCC FromString(string code) => new(VideoWriter.FourCC(code));

    public static implicit operator int(FourCC fourcc) => fourcc.Value;

    public static implicit operator FourCC(int code) => new(code);

    public static bool operator ==(FourCC left, FourCC right) => left.Value == right.Value;

    public static bool operator !=(FourCC left, FourCC right) => left.Value != right.Value;

    public bool Equals(FourCC other) => Value == other.Value;

    public override bool Equals(object? obj) => obj is FourCC other && Equals(other);

    public override int GetHashCode() => Value;

    /// <summary>The four characters, without trailing zeros.</summary>
    public override string ToString() =>
        new string([(char)(Value & 255), (char)((Value >> 8) & 255), (char)((Value >> 16) & 255), (char)((Value >> 24) & 255)]).TrimEnd('\0');
}
