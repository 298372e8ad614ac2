using SdCom.Edge.Core.Clips;

namespace SdCom.Edge.Core.Tests.Clips;

public sealed class ClipListTests : IDisposable
{
    private readonly DirectoryInfo folder = Directory.CreateTempSubdirectory("sdcom-clips-");

    private string PathOfList => Path.Combine(folder.FullName, "list.csv");

    public void Dispose() => folder.Delete(recursive: true);

    [Fact]
    public void Columns_may_stand_in_any_order_and_paths_are_relative_to_the_list()
    {
        IReadOnlyList<Clip> clips = Read("\uFEFFsubset, note,label,path,Subject\r\n\r\ntest,x,wave,a/b.mp4,S1\r\ntrain,,\"idle\",\"odd, \"\"name\"\".mp4\",S2\r\n");
        Assert.Equal(
            [
                new Clip(Path.Combine(folder.FullName, "a/b.mp4"), "wave", "S1", "test", 3),
                new Clip(Path.Combine(folder.FullName, "odd, \"name\".mp4"), "idle", "S2", "train", 4),
            ],
            clips);
    }

    [Fact]
    public void Group_and_subset_may_be_absent_and_the_group_may_be_called_source()
    {
        Assert.Equal(new Clip("/abs/x.mp4", "wave", null, null, 2), Assert.Single(Read("path,label\n/abs/x.mp4,wave")));
        Assert.Equal("film1", Assert.Single(Read("path,label,source\nx.mp4,wave,film1")).Group);
    }

    [Fact]
    public void A_subset_is_filtered()
    {
        const string text = "path,label,subset\na,wave,train\nb,wave,test\nc,idle,test\n";
        Assert.Equal([3, 4], Read(text, subset: "test").Select(c => c.Line));
        Refused(text, "no clip has the subset 'tset'; there are train, test.", subset: "tset");
        Refused("path,label\na,wave\n", "line 1: the column subset is missing, got path,label; the header must be path,label[,subject][,subset].", subset: "test");
    }

    [Theory]
    [InlineData("", "the list is empty; its first line must be path,label[,subject][,subset].")]
    [InlineData("path,label\n", "the list has a header but no clips; add a line for each clip.")]
    [InlineData("file,label\na,wave\n", "line 1: the column path is missing, got file,label; the header must be path,label[,subject][,subset].")]
    [InlineData("path,label,label\na,wave,wave\n", "line 1: the column label is given twice; keep one of them.")]
    [InlineData("path,label,source,subject\na,wave,1,2\n", "line 1: the columns subject and source both name the group; keep one of them.")]
    [InlineData("path,label\na,wave\nb\n", "line 3: must have 2 fields as the header has, got 1; quote fields that hold a comma.")]
    [InlineData("path,label\na,wave\n,wave\n", "line 3: path must not be empty.")]
    [InlineData("path,label\na,\n", "line 2: label must not be empty.")]
    [InlineData("path,label\n\"a,wave\n", "line 2: a quote must open and close its field and be doubled inside it.")]
    [InlineData("path,label\na\"b,wave\n", "line 2: a quote must open and close its field and be doubled inside it.")]
    [InlineData("path,label\na,wave\nb,jump\n", "line 3: label must be one of idle, wave, got 'jump'.")]
    public void A_wrong_list_is_answered_with_file_and_line(string text, string expected) => Refused(text, expected);

    [Fact]
    public void A_missing_list_is_named() =>
        Assert.Equal("/no/list.csv: the file is missing; give the CSV that lists the clips.", Assert.Throws<ClipListException>(() => ClipList.Read("/no/list.csv")).Message);

    [Fact]
    public void The_shared_marshalling_list_reads_whole()
    {
        string file = Repository.Shared("data", "marshalling", "split1.csv");
        string[] classes = File.ReadAllLines(Repository.Shared("data", "marshalling", "labels.txt"));
        IReadOnlyList<Clip> clips = ClipList.Read(file, classes);
        Assert.Equal(1036, clips.Count);
        Assert.Equal(clips.Count, ClipList.Read(file, classes, "train").Count + ClipList.Read(file, classes, "test").Count);
    }

    private void Refused(string text, string expected, string? subset = null) =>
        Assert.Equal($"{PathOfList}: {expected}", Assert.Throws<ClipListException>(() => Read(text, subset)).Message);

    private IReadOnlyList<Clip> Read(string text, string? subset = null)
    {
        File.WriteAllText(PathOfList, text);
        return ClipList.Read(PathOfList, ["idle", "wave"], subset);
    }
}
