namespace OpenCvSharp;

/// <summary>The element type of a matrix: depth (kind of number) and number of channels, in OpenCV's encoding.</summary>
public readonly struct MatType(int value) : IEquatable<MatType>
{
    public const int CV_8U = 0;
    public const int CV_8S = 1;
    public const int CV_16U = 2;
    public const int CV_16S = 3;
    public const int CV_32S = 4;
    public const int CV_32F = 5;
    public const int CV_64F = 6;
    public const int CV_16F = 7;

    public static readonly MatType CV_8UC1 = MakeType(CV_8U, 1);
    public static readonly MatType CV_8UC2 = MakeType(CV_8U, 2);
    public static readonly MatType CV_8UC3 = MakeType(CV_8U, 3);
    public static readonly MatType CV_8UC4 = MakeType(CV_8U, 4);
    public static readonly MatType CV_8SC1 = MakeType(CV_8S, 1);
    public static readonly MatType CV_8SC2 = MakeType(CV_8S, 2);
    public static readonly MatType CV_8SC3 = MakeType(CV_8S, 3);
    public static readonly MatType CV_8SC4 = MakeType(CV_8S, 4);
    public static readonly MatType CV_16UC1 = MakeType(CV_16U, 1);
    public static readonly MatType CV_16UC2 = MakeType(CV_16U, 2);
    public static readonly MatType CV_16UC3 = MakeType(CV_16U, 3);
    public static readonly MatType CV_16UC4 = MakeType(CV_16U, 4);
    public static readonly MatType CV_16SC1 = MakeType(CV_16S, 1);
    public static readonly MatType CV_16SC2 = MakeType(CV_16S, 2);
    public static readonly MatType CV_16SC3 = MakeType(CV_16S, 3);
    public static readonly MatType CV_16SC4 = MakeType(CV_16S, 4);
    public static readonly MatType CV_32SC1 = MakeType(CV_32S, 1);
    public static readonly MatType CV_32SC2 = MakeType(CV_32S, 2);
    public static readonly MatType CV_32SC3 = MakeType(CV_32S, 3);
    public static readonly MatType CV_32SC4 = MakeType(CV_32S, 4);
    public static readonly MatType CV_32FC1 = MakeType(CV_32F, 1);
    public static readonly MatType CV_32FC2 = MakeType(CV_32F, 2);
    public static readonly MatType CV_32FC3 = MakeType(CV_32F, 3);
    public static readonly MatType CV_32FC4 = MakeType(CV_32F, 4);
    public static readonly MatType CV_64FC1 = MakeType(CV_64F, 1);
    public static readonly MatType CV_64FC2 = MakeType(CV_64F, 2);
    public static readonly MatType CV_64FC3 = MakeType(CV_64F, 3);
    public static readonly MatType CV_64FC4 = MakeType(CV_64F, 4);
    public static readonly MatType CV_16FC1 = MakeType(CV_16F, 1);
    public static readonly MatType CV_16FC2 = MakeType(CV_16F, 2);
    public static readonly MatType CV_16FC3 = MakeType(CV_16F, 3);
    public static readonly MatType CV_16FC4 = MakeType(CV_16F, 4);

    public int Value { get; } = value;

    /// <summary>The kind of number: one of CV_8U ... CV_16F.</summary>
    public int Depth => Value & 7;

    public bool IsInteger => Depth < CV_32F;

    public int Channels => ((Value >> 3) & 511) + 1;

    public static MatType MakeType(int depth, int channels)
    {
        if (channels is < 1 or > 512)
            throw new ArgumentOutOfRangeException(nameof(channels), channels, "a matrix has 1 to 512 channels.");
        if (depth is < 0 or > 7)
            throw new ArgumentOutOfRangeException(nameof(depth), depth, "the depth is one of CV_8U (0) to CV_16F (7).");
        return new MatType(depth + ((channels - 1) << 3));
    }

    public static MatType CV_8UC(int ch) => MakeType(CV_8U, ch);

    public static MatType CV_32FC(int ch) => MakeType(CV_32F, ch);

    public static implicit operator MatType(int value) => new(value);

    public static explicit operator int(MatType self) => self.Value;

    public static bool operator ==(MatType left, MatType right) => left.Value == right.Value;

    public static bool operator !=(MatType left, MatType right) => left.Value != right.Value;

    public static bool operator ==(MatType self, int other) => self.Value == other;

    public static bool operator !=(MatType self, int other) => self.Value != other;

    public bool Equals(MatType other) => Value == other.Value;

    public override bool Equals(object? obj) => obj is MatType other && Equals(other);

    public override int GetHashCode() => Value;

    /// <summary>The type's name, such as CV_8UC3.</summary>
    public override string ToString()
    {
        string depth = Depth switch { 0 => "8U", 1 => "8S", 2 => "16U", 3 => "16S", 4 => "32S", 5 => "32F", 6 => "64F", _ => "16F" };
        return Channels <= 4 ? $"CV_{depth}C{Channels}" : $"CV_{depth}C({Channels})";
    }
}
