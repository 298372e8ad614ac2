namespace SdCom.Edge.Synthetic.Tests;

public class SyntheticSceneTests
{
    private const int Side = 96;

    public static TheoryData<string> Names => new(Gestures.Names);

    [Fact]
    public void The_names_are_the_marshalling_labels_in_their_order()
    {
        string[] labels =
        [
            "all_clear", "have_command", "hover", "land", "landing_direction", "move_ahead", "move_downward", "move_to_left",
            "move_to_right", "move_upward", "not_clear", "slow_down", "wave_off", "idle",
        ];
        Assert.Equal(labels, Gestures.Names);
        Assert.All(labels, name => Assert.True(Gestures.TryGet(name, out Gesture? gesture) && gesture.Name == name));
        Assert.False(Gestures.TryGet("Hover", out _));
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void A_frame_depends_on_action_size_seed_and_time_only(string action)
    {
        SyntheticScene one = new(action, Side, 80, 7), other = new(action, Side, 80, 7);
        byte[] forward = new byte[one.FrameBytes], back = new byte[one.FrameBytes];
        for (int i = 0; i < 4; i++) one.Render(TimeSpan.FromSeconds(i), forward);
        other.Render(TimeSpan.FromSeconds(3), back); // no frame before it, and yet the same
        Assert.Equal(forward, back);
    }

    [Fact]
    public void The_bytes_are_the_same_on_every_machine()
    {
        SyntheticScene scene = new("wave_off", Side, Side, 1234);
        Assert.Equal(2296862931u, Fingerprint(Frame(scene, 1.5)));
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void Another_seed_is_another_picture(string action)
    {
        byte[] one = Frame(new SyntheticScene(action, Side, Side, 1), 0), other = Frame(new SyntheticScene(action, Side, Side, 2), 0);
        Assert.True(MeanDifference(one, other) > 5);
    }

    [Fact]
    public void Rendering_allocates_nothing()
    {
        foreach (string action in Gestures.Names)
        {
            SyntheticScene scene = new(action, Side, Side, 3);
            byte[] frame = new byte[scene.FrameBytes];
            long bytes = Core.Tests.Allocations.Of(() =>
            {
                for (int i = 1; i <= 20; i++) scene.Render(TimeSpan.FromSeconds(i * 0.08), frame);
            });
            Assert.Equal(0, bytes);
        }
    }

    [Theory]
    [InlineData(64, 64)]
    [InlineData(64, 200)]
    [InlineData(321, 97)]
    [InlineData(1920, 1080)]
    public void Odd_and_large_sizes_are_filled_to_the_last_row(int width, int height)
    {
        SyntheticScene scene = new("hover", width, height, 11);
        byte[] frame = Frame(scene, 0.4);
        Assert.Equal(width * height * 3, frame.Length);
        ReadOnlySpan<byte> lastRow = frame.AsSpan((height - 1) * width * 3);
        Assert.True(lastRow.ContainsAnyExcept((byte)0));
    }

    [Fact]
    public void A_camera_that_runs_for_a_year_still_shows_its_actor()
    {
        SyntheticScene scene = new("idle", Side, Side, 5);
        byte[] frame = Frame(scene, 365.25 * 86400);
        Assert.True(frame.Distinct().Count() > 20);
    }

    [Fact]
    public void An_unknown_action_is_answered_with_the_known_ones()
    {
        ArgumentException error = Assert.Throws<ArgumentException>(() => new SyntheticScene("salute", Side, Side, 1));
        Assert.StartsWith("unknown action 'salute'; known: all_clear, have_command, hover,", error.Message);
        Assert.EndsWith("wave_off, idle", error.Message);
    }

    [Theory]
    [InlineData(63, 96)]
    [InlineData(96, 1921)]
    public void A_size_out_of_range_is_refused(int width, int height)
    {
        ArgumentException error = Assert.Throws<ArgumentException>(() => new SyntheticScene("hover", width, height, 1));
        Assert.Equal($"a frame must be 64 to 1920 pixels wide and high, got {width}x{height}", error.Message);
    }

    [Fact]
    public void A_buffer_of_the_wrong_length_is_refused()
    {
        SyntheticScene scene = new("hover", 64, 64, 1);
        ArgumentException error = Assert.Throws<ArgumentException>(() => scene.Render(TimeSpan.Zero, new byte[100]));
        Assert.Equal("a 64x64 BGR frame takes 12288 bytes, the buffer has 100", error.Message);
    }

    internal static byte[] Frame(SyntheticScene scene, double seconds)
    {
        byte[] frame = new byte[scene.FrameBytes];
        scene.Render(TimeSpan.FromSeconds(seconds), frame);
        return frame;
    }

    internal static double MeanDifference(byte[] one, byte[] other)
    {
        long sum = 0;
        for (int i = 0; i < one.Length; i++) sum += Math.Abs(one[i] - other[i]);
        return (double)sum / one.Length;
    }

    /// <summary>FNV-1a over the bytes.</summary>
    private static uint Fingerprint(byte[] bytes) => bytes.Aggregate(2166136261u, (hash, b) => unchecked((hash ^ b) * 16777619u));
}
