using SdCom.Edge.Core.Preprocessing;

namespace SdCom.Edge.Core.Tests.Preprocessing;

public class PictureChangesTests
{
    [Fact]
    public void What_stands_still_is_128_and_a_change_counts_three_times_within_a_byte()
    {
        PictureChanges changes = new(6);
        Assert.Equal([128, 128, 128, 128, 128, 128], Next(changes, 10, 20, 30, 40, 250, 0));
        Assert.Equal([128, 131, 125, 128 + 60, 0, 255], Next(changes, 10, 21, 29, 60, 0, 250));
        Assert.Equal([128, 128, 128, 128, 128, 128], Next(changes, 10, 21, 29, 60, 0, 250));
        changes.Reset();
        Assert.Equal([128, 128, 128, 128, 128, 128], Next(changes, 200, 0, 200, 0, 200, 0));
    }

    [Fact]
    public void Every_pair_of_bytes_gives_the_formula_also_in_the_vectors_and_in_what_is_left_over()
    {
        byte[] before = new byte[(256 * 256) + 5], now = new byte[before.Length], result = new byte[before.Length];
        for (int i = 0; i < before.Length; i++)
            (before[i], now[i]) = ((byte)(i >> 8), (byte)i);
        PictureChanges changes = new(before.Length);
        changes.Replace([.. before]);
        now.CopyTo(result, 0);
        changes.Replace(result);
        for (int i = 0; i < before.Length; i++)
            Assert.True(result[i] == Math.Clamp(128 + (3 * (now[i] - before[i])), 0, 255), $"{before[i]} to {now[i]} gave {result[i]}");
        now.CopyTo(result, 0);
        changes.Replace(result);
        Assert.All(result, b => Assert.Equal(128, b));
    }

    [Fact]
    public void A_picture_of_another_length_is_refused() =>
        Assert.Throws<ArgumentOutOfRangeException>(() => new PictureChanges(6).Replace(new byte[5]));

    private static byte[] Next(PictureChanges changes, params byte[] picture)
    {
        changes.Replace(picture);
        return picture;
    }
}
