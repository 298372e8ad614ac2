using OpenCvSharp;
using SdCom.Edge.Core;
using SdCom.Edge.Training.Data;

namespace SdCom.Edge.Training.Tests.Data;

public sealed class ClipReaderTests : IDisposable
{
    private readonly TinyRun run = new(clipsPerClass: 1);

    public void Dispose() => run.Dispose();

    [Fact]
    public void A_folder_of_frames_is_a_clip_in_the_order_of_its_numbers()
    {
        string folder = Directory.CreateDirectory(Path.Combine(run.Folder, "frames")).FullName;
        foreach (int i in new[] { 10, 2, 1 })
        {
            using Mat picture = new(8, 8, MatType.CV_8UC3, new Scalar(i, i, i));
            Cv2.ImWrite(Path.Combine(folder, $"image_{i}.png"), picture);
        }

        File.WriteAllText(Path.Combine(folder, "notes.txt"), "no picture");
        List<(int Level, double Ms)> seen = [];
        ClipReading reading = ClipReader.Read(
            new TrainingClip("frames", folder, 0, "", FolderFramesPerSecond: 12.5), "", (bgr, _, _, _, time, _) => seen.Add((bgr[0], time.TotalMilliseconds)));
        Assert.Equal([(1, 0), (2, 80), (10, 160)], seen);
        Assert.Equal(new ClipReading(TimeSpan.FromMilliseconds(80), 3, 3), reading);
    }

    [Fact]
    public void What_cannot_be_read_says_why_in_one_line()
    {
        string empty = Path.Combine(run.Folder, "empty.mp4"), junk = Path.Combine(run.Folder, "junk.mp4"), bare = Path.Combine(run.Folder, "bare");
        File.WriteAllBytes(empty, []);
        File.WriteAllBytes(junk, [.. Enumerable.Range(0, 5000).Select(i => (byte)(i * 7))]);
        Directory.CreateDirectory(bare);
        File.WriteAllBytes(Path.Combine(Directory.CreateDirectory(Path.Combine(run.Folder, "torn")).FullName, "1.jpg"), [1, 2]);
        Assert.Equal($"{empty}: is an empty file.", Refusal(empty));
        Assert.Equal($"{junk}: cannot be opened as video; is it truncated or no video at all?", Refusal(junk));
        Assert.StartsWith($"{bare}: is a folder without pictures", Refusal(bare), StringComparison.Ordinal);
        Assert.EndsWith("1.jpg: cannot be read as a picture; is it truncated?", Refusal(Path.Combine(run.Folder, "torn")), StringComparison.Ordinal);
        Assert.Equal("/nowhere.mp4: the clip is not there.", Refusal("/nowhere.mp4"));
    }

    [Fact]
    public void A_truncated_video_gives_the_frames_it_still_has_and_tells_how_many_it_promised()
    {
        string whole = Path.Combine(run.Folder, "red0.avi"), torn = Path.Combine(run.Folder, "torn.avi");
        byte[] bytes = File.ReadAllBytes(whole);
        int cut = 0;
        for (int frame = 0; frame < 7; frame++)
            cut = bytes.AsSpan(cut + 4).IndexOf("00dc"u8) + cut + 4; // where the seventh frame begins
        File.WriteAllBytes(torn, bytes[..cut]);
        ClipReading reading = ClipReader.Read(new TrainingClip("torn", torn, 0, ""), "", static (_, _, _, _, _, _) => { });
        Assert.InRange(reading.Frames, 1, 11);
        Assert.Equal(12, reading.Promised);
    }

    private static string Refusal(string path) =>
        Assert.Throws<InputException>(() => ClipReader.Read(new TrainingClip("clip", path, 0, ""), "", static (_, _, _, _, _, _) => { })).Message;
}
