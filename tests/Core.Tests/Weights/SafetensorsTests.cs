using System.Text;
using SdCom.Edge.Core.Weights;

namespace SdCom.Edge.Core.Tests.Weights;

public sealed class SafetensorsTests : IDisposable
{
    private readonly string folder = Directory.CreateTempSubdirectory("sdcom-weights-").FullName;

    public void Dispose() => Directory.Delete(folder, recursive: true);

    [Fact]
    public void What_was_written_is_read_back()
    {
        WeightSet weights = new();
        weights.Add("b.weight", [2, 3], [1, 2, 3, 4, 5, 6]);
        weights.Add("a.bias", [1], [-0.5f]);
        weights.Metadata["epoch"] = "7";
        string path = Path.Combine(folder, "w.safetensors");

        Safetensors.Write(path, weights);
        WeightSet read = Safetensors.Read(path);

        Assert.Equal(["a.bias", "b.weight"], read.Names);
        Assert.Equal([1f, 2, 3, 4, 5, 6], read.Get("b.weight", 2, 3));
        Assert.Equal([-0.5f], read.Get("a.bias", 1));
        Assert.Equal("7", read.Metadata["epoch"]);
        Assert.Equal(["w.safetensors"], Directory.GetFiles(folder).Select(Path.GetFileName));
    }

    [Fact]
    public void The_bytes_are_those_of_the_format()
    {
        WeightSet weights = new();
        weights.Add("x", [1], [1f]);
        string path = Path.Combine(folder, "x.safetensors");
        Safetensors.Write(path, weights);

        const string Json = """{"x":{"dtype":"F32","shape":[1],"data_offsets":[0,4]}}""";
        string padded = Json.PadRight((Json.Length + 7) / 8 * 8);
        byte[] expected = [(byte)padded.Length, 0, 0, 0, 0, 0, 0, 0, .. Encoding.ASCII.GetBytes(padded), 0, 0, 0x80, 0x3f];
        Assert.Equal(expected, File.ReadAllBytes(path));
    }

    [Fact]
    public void A_truncated_file_is_refused_with_its_name()
    {
        WeightSet weights = new();
        weights.Add("x", [4], [1, 2, 3, 4]);
        string path = Path.Combine(folder, "cut.safetensors");
        Safetensors.Write(path, weights);
        byte[] whole = File.ReadAllBytes(path);
        foreach (int length in new[] { 0, 5, 20, whole.Length - 1 })
        {
            File.WriteAllBytes(path, whole[..length]);
            InputException e = Assert.Throws<InputException>(() => Safetensors.Read(path));
            Assert.Contains("cut.safetensors", e.Message, StringComparison.Ordinal);
            Assert.DoesNotContain('\n', e.Message);
        }
    }

    [Fact]
    public void A_missing_or_misshapen_tensor_is_named()
    {
        WeightSet weights = new();
        weights.Add("x", [4], [1, 2, 3, 4]);
        Assert.Contains("tensor y is missing", Assert.Throws<InvalidDataException>(() => weights["y"]).Message, StringComparison.Ordinal);
        Assert.Contains("x must have shape [2, 2], got [4]", Assert.Throws<InvalidDataException>(() => weights.Get("x", 2, 2)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void The_shipped_pretrained_weights_are_read()
    {
        string? file = SharedFile("pretrained/mobilenet_v2_0.35_224.safetensors");
        if (file is null)
            Assert.Skip("shared/pretrained is not beside the repository.");
        WeightSet weights = Safetensors.Read(file);
        Assert.Equal(260, weights.Names.Count);
        Assert.Equal(410_208, weights.Names.Sum(n => weights[n].Values.Length));
    }

    private static string? SharedFile(string relative)
    {
        for (DirectoryInfo? at = new(AppContext.BaseDirectory); at is not null; at = at.Parent)
        {
            string path = Path.Combine(at.FullName, "shared", relative);
            if (File.Exists(path))
                return path;
        }

        return null;
    }
}
