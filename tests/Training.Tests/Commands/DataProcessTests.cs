using System.Diagnostics;
using System.Text.Json.Nodes;
using OpenCvSharp;
using SdCom.Edge.Synthetic;

namespace SdCom.Edge.Training.Tests.Commands;

/// <summary><c>data check</c> and <c>data render</c> as processes of their own.</summary>
public sealed class DataProcessTests : IDisposable
{
    private readonly string folder = Directory.CreateTempSubdirectory("sdcom-data-").FullName;

    public void Dispose() => Directory.Delete(folder, recursive: true);

    [Fact]
    public void Rendered_clips_are_a_labelled_set_in_which_nothing_is_found_and_which_names_its_classes()
    {
        string set = Path.Combine(folder, "set");
        (int code, string output, string error) = Run("data", "render", "--out", set, "--clips-per-class", "2", "--seed", "3", "--size", "96x64", "--seconds", "0.8", "--json");
        Assert.True(code == 0, error);
        Assert.Equal(28, (int)JsonNode.Parse(output)!["clips"]!);
        Assert.Equal(Gestures.Names, File.ReadAllLines(Path.Combine(set, "labels.txt")));
        string[] lines = File.ReadAllLines(Path.Combine(set, "clips.csv"));
        Assert.Equal(["path,label,subject,subset", "all_clear/actor0000.mp4,all_clear,actor0000,train", "all_clear/actor0001.mp4,all_clear,actor0001,test"], lines[..3]);
        using (VideoCapture capture = new(Path.Combine(set, "wave_off", "actor0001.mp4")))
            Assert.Equal((96, 64, 10, 12.5), (capture.FrameWidth, capture.FrameHeight, capture.FrameCount, capture.Fps));
        Assert.False(Directory.Exists(set + ".aside"));

        (code, output, error) = Run("data", "check", "--clips", Path.Combine(set, "clips.csv"), "--json");
        Assert.True(code == 0, output + error);
        Assert.Equal((28, 28), ((int)JsonNode.Parse(output)!["clips"]!, (int)JsonNode.Parse(output)!["readable"]!));

        (code, _, error) = Run("data", "render", "--out", set, "--clips-per-class", "1");
        Assert.Equal((1, $"{set}: is not empty; name a new folder with --out."), (code, error.Trim()));
    }

    [Fact]
    public void Every_kind_of_fault_is_found_once_and_named()
    {
        List<string> lines = ["path,label,subject,subset"];
        Add("moving", "train", "ann", seed: 1);
        Add("other", "train", "ben", seed: 2);
        Add("late", "test", "ann", seed: 3); // ann is in train, too
        File.Copy(At("moving.avi"), At("copied.avi"));
        lines.Add("copied.avi,b,cid,test");
        Write(At("again.avi"), seed: 1, quality: 40, scale: 2); // the first clip, encoded anew at another size
        lines.Add("again.avi,a,dee,train");
        File.WriteAllBytes(At("empty.avi"), []);
        File.WriteAllBytes(At("junk.avi"), [1, 2, 3, 4]);
        byte[] bytes = File.ReadAllBytes(At("other.avi"));
        int cut = 0;
        for (int frame = 0; frame < 7; frame++)
            cut = bytes.AsSpan(cut + 4).IndexOf("00dc"u8) + cut + 4;
        File.WriteAllBytes(At("torn.avi"), bytes[..cut]);
        lines.AddRange(["empty.avi,a,eva,train", "junk.avi,a,fay,train", "torn.avi,a,gus,train"]);
        File.WriteAllLines(At("list.csv"), lines);

        (int code, string output, string error) = Run("data", "check", "--clips", At("list.csv"), "--json");
        Assert.True(code == 1, error);
        JsonNode report = JsonNode.Parse(output)!;
        Assert.Equal((8, 6), ((int)report["clips"]!, (int)report["readable"]!));
        (string, string)[] found = [.. report["findings"]!.AsArray().Select(f => ((string)f!["kind"]!, string.Join(' ', f["clips"]!.AsArray().Select(c => (string)c!))))];
        Assert.Contains(("empty", "empty.avi"), found);
        Assert.Contains(("unreadable", "junk.avi"), found);
        Assert.Contains(("truncated", "torn.avi"), found);
        Assert.Contains(("leak", "moving.avi late.avi"), found);
        Assert.Contains(("duplicate", "moving.avi copied.avi"), found);
        Assert.Contains(("nearDuplicate", "moving.avi copied.avi again.avi"), found);
        Assert.Equal(6, found.Length);
        Assert.Equal(1, (int)report["counts"]!["nearDuplicate"]!);

        (code, output, _) = Run("data", "check", "--clips", At("list.csv"));
        Assert.Equal(1, code);
        Assert.Contains("leak: ann is in several subsets: 1 clips in train, 1 clips in test.", output, StringComparison.Ordinal);
        Assert.Contains("duplicate: moving.avi, copied.avi have the same pixels; across subsets: 1 clips in train, 1 clips in test; under several labels: a, b.", output, StringComparison.Ordinal);
        Assert.Contains("8 clips, 6 readable: 1 unreadable, 1 empty, 1 truncated, 1 leak, 1 duplicate, 1 nearDuplicate", output, StringComparison.Ordinal);

        void Add(string name, string subset, string subject, int seed)
        {
            Write(At(name + ".avi"), seed, quality: 95, scale: 1);
            lines.Add($"{name}.avi,a,{subject},{subset}");
        }
    }

    [Fact]
    public void A_recipe_s_clips_are_checked_and_wrong_usage_is_one_line()
    {
        using TinyRun tiny = new(clipsPerClass: 2);
        (int code, string output, string error) = Run("data", "check", "--recipe", tiny.RecipeFile, "--json");
        Assert.True(code == 0, output + error);
        (code, _, error) = Run("data", "check");
        Assert.Equal((2, "data check needs either --clips or --recipe."), (code, error.Trim()));
        (code, _, error) = Run("data", "render", "--out", At("x"), "--clips-per-class", "1", "--size", "97x64");
        Assert.Equal((2, "--size must be WIDTHxHEIGHT, even numbers from 64 to 1920, got '97x64'."), (code, error.Trim()));
        (code, _, error) = Run("data", "check", "--clips", "/nowhere.csv");
        Assert.Equal((1, "/nowhere.csv: the file is missing; give the CSV that lists the clips."), (code, error.Trim()));
    }

    private string At(string name) => Path.Combine(folder, name);

    // A bright square wanders over a blurred pattern of its seed.
    private static void Write(string path, int seed, int quality, int scale)
    {
        Random random = new(seed);
        int[] places = [.. Enumerable.Range(0, 8).Select(_ => random.Next(8, 56))];
        using VideoWriter writer = new(path, VideoWriter.FourCC('M', 'J', 'P', 'G'), 12.5, new Size(64 * scale, 48 * scale));
        writer.Set(VideoWriterProperties.Quality, quality);
        for (int i = 0; i < 12; i++)
        {
            using Mat small = new(48, 64, MatType.CV_8UC3, new Scalar(60, 60, 60));
            for (int k = 0; k < 4; k++)
                Cv2.Circle(small, new Point(places[k], places[k + 4] * 3 / 4), 9, new Scalar(40 * k, 90, 30 + (50 * k)), -1);
            Cv2.Circle(small, new Point((places[0] + (i * (2 + seed))) % 64, (places[1] + (5 * i)) % 48), 6, new Scalar(250, 250, 250), -1);
            using Mat frame = new();
            Cv2.Resize(small, frame, new Size(64 * scale, 48 * scale));
            writer.Write(frame);
        }
    }

    private static (int Code, string Output, string Error) Run(params string[] arguments)
    {
        ProcessStartInfo start = new("dotnet", [Path.Combine(AppContext.BaseDirectory, "sdcom-train.dll"), .. arguments]) { RedirectStandardOutput = true, RedirectStandardError = true };
        start.Environment["DOTNET_NOLOGO"] = "1";
        using Process process = Process.Start(start)!;
        Task<string> error = process.StandardError.ReadToEndAsync();
        string output = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        return (process.ExitCode, output, error.Result);
    }
}
