using SdCom.Edge.Core.Networks;
using SdCom.Edge.Core.Packages;

namespace SdCom.Edge.Parity.Tests;

internal static class Pictures
{
    /// <summary>A generated picture, RGB bytes [S, S, 3].</summary>
    public static byte[] Create(NetworkSpec spec, long seed, int frame)
    {
        byte[] rgb = new byte[spec.InputSize * spec.InputSize * 3];
        ParityPicture.Fill(seed, frame, rgb);
        return rgb;
    }

    /// <summary>Largest absolute difference of two vectors of the same length.</summary>
    public static double Difference(IReadOnlyList<float> a, IReadOnlyList<float> b)
    {
        Assert.Equal(a.Count, b.Count);
        return a.Zip(b, (x, y) => double.IsFinite(x) && double.IsFinite(y) ? Math.Abs((double)x - y) : double.PositiveInfinity).Max();
    }
}
