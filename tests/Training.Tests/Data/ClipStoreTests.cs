using SdCom.Edge.Training.Data;

namespace SdCom.Edge.Training.Tests.Data;

public sealed class ClipStoreTests : IDisposable
{
    private const int Picture = 100;
    private readonly string folder = Directory.CreateTempSubdirectory("sdcom-store-").FullName;
    private readonly Clock clock = new();

    public void Dispose() => Directory.Delete(folder, recursive: true);

    [Fact]
    public void The_least_recently_used_clips_go_first_and_whole()
    {
        ClipStore store = new(folder, 5 * (32 + (2 * Picture)), clock); // five clips of two pictures
        foreach (string key in new[] { "a", "b", "c", "d", "e" })
            Write(store, key);
        Use(store, "a");
        Write(store, "f"); // too many: down to nine tenths of the limit, four clips
        Assert.Equal(["a", "d", "e", "f"], Kept());
        Assert.Null(store.Open("b"));
        using StoredClip clip = store.Open("a")!;
        Assert.Equal((2, 80.0), (clip.Frames, clip.PeriodMs));
    }

    [Fact]
    public void A_clip_in_use_can_be_read_after_it_was_dropped()
    {
        ClipStore store = new(folder, 300, clock);
        Write(store, "a");
        using StoredClip clip = store.Open("a")!;
        Write(store, "b");
        Assert.Equal(["b"], Kept());
        byte[] picture = new byte[Picture];
        clip.Read(1, picture);
        Assert.All(picture, p => Assert.Equal(1, p));
    }

    [Fact]
    public void Half_a_clip_is_no_clip_whether_killed_or_cut_off()
    {
        ClipStore store = new(folder, null, clock);
        Assert.Throws<InvalidDataException>(() => store.Write("broken", Picture, to =>
        {
            to.Write(new byte[Picture]);
            throw new InvalidDataException("the decoder failed");
        }));
        Assert.Empty(Directory.GetFiles(folder));

        Write(store, "a");
        using (FileStream file = new(Path.Combine(folder, "a.clip"), FileMode.Open))
            file.SetLength(file.Length - 1); // as a power cut may
        Assert.Null(store.Open("a"));

        string old = Path.Combine(folder, "old-1-1.aside"), young = Path.Combine(folder, "young-1-1.aside");
        foreach (string aside in new[] { old, young })
            File.WriteAllText(aside, "killed");
        File.SetLastWriteTimeUtc(old, clock.GetUtcNow().UtcDateTime.AddHours(-2));
        File.SetLastWriteTimeUtc(young, clock.GetUtcNow().UtcDateTime);
        _ = new ClipStore(folder, null, clock);
        Assert.False(File.Exists(old));
        Assert.True(File.Exists(young), "another run may be writing it");
    }

    [Fact]
    public void A_smaller_limit_takes_effect_when_the_store_is_opened()
    {
        ClipStore store = new(folder, null, clock);
        foreach (string key in new[] { "a", "b", "c" })
            Write(store, key);
        _ = new ClipStore(folder, 600, clock);
        Assert.Equal(["b", "c"], Kept());
    }

    private string[] Kept() => [.. Directory.GetFiles(folder).Select(f => Path.GetFileNameWithoutExtension(f)).Order()];

    private void Write(ClipStore store, string key)
    {
        clock.Now += TimeSpan.FromSeconds(1);
        store.Write(key, Picture, to =>
        {
            to.Write(new byte[Picture]);
            to.Write([.. Enumerable.Repeat((byte)1, Picture)]);
            return 80;
        }).Dispose();
    }

    private void Use(ClipStore store, string key)
    {
        clock.Now += TimeSpan.FromSeconds(1);
        store.Open(key)!.Dispose();
    }

    private sealed class Clock : TimeProvider
    {
        public DateTimeOffset Now { get; set; } = new(2027, 1, 1, 0, 0, 0, TimeSpan.Zero);

        public override DateTimeOffset GetUtcNow() => Now;
    }
}
