using System.Security.Cryptography;
using SdCom.Edge.Core.Packages;

namespace SdCom.Edge.Core.Tests.Packages;

public class ParityPictureTests
{
    [Fact]
    public void The_same_seed_and_frame_make_the_same_picture_on_every_machine_and_in_every_version()
    {
        // Computed by a second implementation (Python); a change would break the parity vectors of packages already written.
        Assert.Equal("0d72915b816b69c8184a3a8debfb2c48ebe1f21c447c62bfab2e4ac110959a4f", Convert.ToHexStringLower(SHA256.HashData(Picture(42, 3, 128))));
    }

    [Fact]
    public void Seeds_and_frames_differ()
    {
        Assert.NotEqual(Picture(1, 0, 32), Picture(2, 0, 32));
        Assert.NotEqual(Picture(1, 0, 32), Picture(1, 1, 32));
    }

    [Fact]
    public void Pictures_are_smooth_but_not_flat()
    {
        byte[] picture = Picture(7, 0, 96);
        double step = Enumerable.Range(0, picture.Length - 3).Average(i => Math.Abs(picture[i] - picture[i + 3]));
        Assert.InRange(step, 3, 25);
        Assert.True(picture.Distinct().Count() > 100);
    }

    [Fact]
    public void Only_squares_are_filled()
    {
        Assert.Throws<ArgumentException>(() => ParityPicture.Fill(1, 0, new byte[10]));
        Assert.Throws<ArgumentException>(() => ParityPicture.Fill(1, 0, []));
    }

    private static byte[] Picture(long seed, int frame, int side)
    {
        byte[] rgb = new byte[side * side * 3];
        ParityPicture.Fill(seed, frame, rgb);
        return rgb;
    }
}
