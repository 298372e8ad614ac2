using SdCom.Edge.Core;
using SdCom.Edge.Core.Clips;
using SdCom.Edge.Training.Data.Annotations;

namespace SdCom.Edge.Training.Tests.Data.Annotations;

/// <summary>Small samples of the real files' forms; ids and sentences are the kind that the data sets have.</summary>
public sealed class AnnotationFormatTests : IDisposable
{
    private readonly string folder = Directory.CreateTempSubdirectory("sdcom-annotations-").FullName;

    public void Dispose() => Directory.Delete(folder, recursive: true);

    [Fact]
    public void Our_list_takes_its_classes_from_labels_txt_and_its_paths_from_its_own_folder()
    {
        string list = Write("list.csv", "path,label,source,subset\na/1.mp4,wave,anna,train\nb.mp4,idle,ben,test\n");
        Assert.Equal(["idle", "wave"], Read("csv", list).Classes);
        Write("labels.txt", "wave\nidle\n");
        AnnotatedClips read = Read("csv", list);
        Assert.Equal(["wave", "idle"], read.Classes);
        Assert.Equal(new Clip(At("a/1.mp4"), "wave", "anna", "train", 2), read.Clips[0]);
        Assert.Equal("/media/a/1.mp4", Read("csv", list, "/media").Clips[0].Path);
        Write("labels.txt", "wave\nidle\nwave\n");
        Refuses("csv", list, $"{list}: the class 'wave' is named twice; keep one of them.");
    }

    [Fact]
    public void Plain_folders_are_classes_with_videos_or_frame_folders_below_subsets_or_not()
    {
        Write("plain/wave/1.mp4", "x");
        Write("plain/wave/notes.txt", "x");
        Write("plain/idle/2/00001.jpg", "x");
        AnnotatedClips plain = Read("folders", At("plain"));
        Assert.Equal(["idle", "wave"], plain.Classes);
        Assert.Equal([(At("plain/idle/2"), "idle", "train"), (At("plain/wave/1.mp4"), "wave", "train")], plain.Clips.Select(c => (c.Path, c.Label, c.Subset!)));

        Write("divided/train/wave/1.mp4", "x");
        Write("divided/test/wave/2.mkv", "x");
        Assert.Equal(["test", "train"], Read("folders", At("divided")).Clips.Select(c => c.Subset!));

        Directory.CreateDirectory(At("plain/empty"));
        Refuses("folders", At("plain"), $"{At("plain/empty")}: holds no clip; put videos (.mp4, .webm, .mkv, .avi, .mov, .m4v, .flv) or folders of frames into it, or remove it.");
    }

    [Fact]
    public void ActivityNet_gives_whole_videos_the_class_that_fills_most_of_their_time()
    {
        string file = Write("activity_net.v1-3.min.json", """
            {"version": "VERSION 1.3", "taxonomy": [{"nodeId": 269, "nodeName": "Discus throw", "parentId": 1, "parentName": "Root"}],
             "database": {
              "5n7NCViB5TU": {"duration": 121.44, "subset": "training", "resolution": "1280x720", "url": "https://www.youtube.com/watch?v=5n7NCViB5TU",
                "annotations": [{"segment": [24.25, 38.08], "label": "Discus throw"}, {"segment": [97.04, 110.5], "label": "Discus throw"}]},
              "sJFgo9H6zNo": {"duration": 60, "subset": "validation", "resolution": "320x240", "url": "u",
                "annotations": [{"segment": [0, 10.5], "label": "Fun sliding down"}, {"segment": [11, 30], "label": "Discus throw"}]},
              "V1zhqaGFY2A": {"duration": 30, "subset": "testing", "resolution": "320x240", "url": "u", "annotations": []}}}
            """);
        Write("v_5n7NCViB5TU.mkv", "x");
        AnnotatedClips read = Read("activitynet", file);
        Assert.Equal(
            [(At("v_5n7NCViB5TU.mkv"), "Discus throw", "5n7NCViB5TU", "training"), (At("v_sJFgo9H6zNo.mp4"), "Discus throw", "sJFgo9H6zNo", "validation")],
            read.Clips.Select(c => (c.Path, c.Label, c.Group!, c.Subset!)));
        Assert.StartsWith("1 videos have several classes", read.Remark, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("""{"database": {"a": {"annotations": []}}}""", "database.a.subset is missing; is this file of another format?")]
    [InlineData("""{"database": {"a": {"subset": "training", "annotations": [{"label": "x", "segment": [9, 1]}]}}}""", "database.a.annotations[0].segment must be [start, end] in seconds, got [9, 1].")]
    [InlineData("""{"database": {"a": {"subset": "training", "annotations": [{"label": 7, "segment": [0, 1]}]}}}""", "database.a.annotations[0].label must be a text in quotes, got 7.")]
    [InlineData("""{"database": {"a": {"subset": "training", "annotations": []}}}""", "database.a.annotations must not be empty for the subset training; remove the video or annotate it.")]
    [InlineData("{\"database\":\n {,}}", "line 2, byte 3: is not valid JSON; download the annotations again.")]
    public void ActivityNet_errors_name_the_key(string text, string error)
    {
        string file = Write("a.json", text);
        Refuses("activitynet", file, $"{file}: {error}");
    }

    [Fact]
    public void Fcvid_joins_the_lines_of_its_two_files()
    {
        Write("FCVID_VideoName_TrainTestSplit.txt", "--0K_j-zexM.mp4\ttrain\nmy holiday.mp4 test\n");
        Write("FCVID_Label.txt", "0 1 0\n1 0 1\n");
        AnnotatedClips read = Read("fcvid", folder);
        Assert.Equal(["class_000", "class_001", "class_002"], read.Classes);
        Assert.Equal(
            [(At("--0K_j-zexM.mp4"), "class_001", "train"), (At("my holiday.mp4"), "class_000", "test")],
            read.Clips.Select(c => (c.Path, c.Label, c.Subset!)));
        Assert.StartsWith("1 videos have several classes", read.Remark, StringComparison.Ordinal);

        Write("labels.txt", "accordion\nrowing\nbungee\n");
        Assert.Equal("rowing", Read("fcvid", folder).Clips[0].Label);
        Write("FCVID_Label.txt", "0 1 0\n1 2 1\n");
        Refuses("fcvid", folder, $"{At("FCVID_Label.txt")}: line 2: must be 0 or 1 for each class, got '2'.");
        Write("FCVID_Label.txt", "0 1 0\n");
        Refuses("fcvid", folder, $"{At("FCVID_Label.txt")}: must have a line for each of the 2 videos of FCVID_VideoName_TrainTestSplit.txt, got 1.");
        Write("FCVID_VideoName_TrainTestSplit.txt", "a.mp4 both\n");
        Refuses("fcvid", folder, $"{At("FCVID_VideoName_TrainTestSplit.txt")}: line 1: must be a video's name and train or test, got 'a.mp4 both'.");
    }

    [Fact]
    public void Mini_Kinetics_is_the_part_of_Kinetics_that_the_id_lists_name()
    {
        Write("train.csv", "label,youtube_id,time_start,time_end,split,is_cc\n\"air drumming\",_dbcJuKJQNs,40,50,train,0\nabseiling,0AAAAAAAAAA,1,11,train,0\n");
        Write("val.csv", "label,youtube_id,time_start,time_end,split\nabseiling,-3B32lodo2M,59,69,val\n");
        Assert.Equal(3, Read("mini-kinetics", folder).Clips.Count);

        Write("train_ytid_list.txt", "_dbcJuKJQNs\n");
        Write("val_ytid_list.txt", "-3B32lodo2M\n");
        Write("videos/train/air_drumming/_dbcJuKJQNs_000040_000050.webm", "x");
        AnnotatedClips read = Read("mini-kinetics", folder, At("videos"));
        Assert.Equal(["abseiling", "air drumming"], read.Classes);
        Assert.Equal(
            [(At("videos/train/air_drumming/_dbcJuKJQNs_000040_000050.webm"), "_dbcJuKJQNs", "train"), (At("videos/val/abseiling/-3B32lodo2M_000059_000069.mp4"), "-3B32lodo2M", "val")],
            read.Clips.Select(c => (c.Path, c.Group!, c.Subset!)));

        string list = Write("bad.csv", "label,youtube_id,time_start,time_end,split\nabseiling,x,soon,69,val\n");
        Refuses("mini-kinetics", list, $"{list}: line 2: time_start must be seconds, got 'soon'.");
        list = Write("bad.csv", "youtube_id,time_start\n");
        Refuses("mini-kinetics", list, $"{list}: line 1: the column label is missing, got 'youtube_id,time_start'; the header must be label,youtube_id,time_start,time_end,split.");
    }

    [Fact]
    public void Something_V1_names_folders_of_frames_at_twelve_a_second()
    {
        Write("something-something-v1-labels.csv", "Holding something\nSomething falling like a feather or paper\n");
        Write("something-something-v1-train.csv", "100218;Something falling like a feather or paper\n24413;Holding something\n");
        Write("something-something-v1-validation.csv", "48032;Holding something\n");
        AnnotatedClips read = Read("something-v1", folder);
        Assert.Equal(["Holding something", "Something falling like a feather or paper"], read.Classes);
        Assert.Equal(12, read.FolderFramesPerSecond);
        Assert.Equal(new Clip(At("20bn-something-something-v1/48032"), "Holding something", null, "validation", 1), read.Clips[2]);

        Write("something-something-v1-validation.csv", "48032;Holding nothing\n");
        Refuses("something-v1", folder, $"{At("something-something-v1-validation.csv")}: line 1: the class must be one of something-something-v1-labels.csv, got 'Holding nothing'.");
    }

    [Fact]
    public void Something_V2_takes_the_template_without_brackets_as_the_class()
    {
        Write("something-something-v2-labels.json", """{"Moving part of something": "1", "Holding something": "0"}""");
        Write("something-something-v2-train.json", """[{"id": "41775", "label": "moving drawer", "template": "Moving part of [something]", "placeholders": ["drawer"]}]""");
        Write("validation.json", """[{"id": "7", "label": "holding it", "template": "Holding [something]", "placeholders": ["it"]}]""");
        Directory.CreateDirectory(At("20bn-something-something-v2/7"));
        AnnotatedClips read = Read("something-v2", folder);
        Assert.Equal(["Holding something", "Moving part of something"], read.Classes);
        Assert.Equal(
            [(At("20bn-something-something-v2/41775.webm"), "Moving part of something", "train"), (At("20bn-something-something-v2/7"), "Holding something", "validation")],
            read.Clips.Select(c => (c.Path, c.Label, c.Subset!)));

        Write("something-something-v2-train.json", """[{"id": "41775", "template": "Eating [something]"}]""");
        Refuses("something-v2", folder, $"{At("something-something-v2-train.json")}: [0].template must be a class of something-something-v2-labels.json, got 'Eating something'.");
        Write("something-something-v2-labels.json", """{"a": "0", "b": "0"}""");
        Refuses("something-v2", folder, $"{At("something-something-v2-labels.json")}: 'b' must have an index of its own from 0 to 1, got \"0\".");
    }

    [Fact]
    public void A_missing_file_and_an_unknown_format_are_one_line()
    {
        Refuses("fcvid", folder, $"{At("FCVID_VideoName_TrainTestSplit.txt")}: the annotation file is missing; see data.clips and data.format of the recipe.");
        Refuses("imagenet", folder, "format must be one of csv, folders, activitynet, fcvid, mini-kinetics, something-v1, something-v2, got 'imagenet'.");
    }

    private static AnnotatedClips Read(string format, string annotations, string? media = null) => AnnotationFormats.Read(format, annotations, media);

    private static void Refuses(string format, string annotations, string error) =>
        Assert.Equal(error, Assert.ThrowsAny<InputException>(() => Read(format, annotations)).Message);

    private string At(string name) => Path.Combine(folder, name);

    private string Write(string name, string text)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(At(name))!);
        File.WriteAllText(At(name), text);
        return At(name);
    }
}
