using System.IO.Compression;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Custodian.Commands;
using Custodian.Git;
using Custodian.Tests.Checks;
using Xunit;

namespace Custodian.Tests.Commands;

/// <summary><c>custodian licences</c> over a folder.</summary>
public sealed class LicencesOrderTests : IDisposable
{
    private readonly DirectoryInfo folder = Directory.CreateTempSubdirectory("custodian-licences-");

    public void Dispose() => folder.Delete(recursive: true);

    [Fact]
    public async Task Every_file_is_listed_with_its_class_and_its_licences()
    {
        Write("src/a.c", "/* Licensed under the MIT License. */\nint a;\n");
        Write("src/b.c", "/* Copyright 2012 Somebody. All rights reserved. */\nint b;\n");
        Write("line\nbreak.txt", "SPDX-License-Identifier: GPL-2.0+ WITH Classpath-exception-2.0\n");
        Write("empty", "");
        File.WriteAllBytes(Path.Combine(folder.FullName, "image.png"), [0x89, 0x50, 0, 0, 1]);
        File.CreateSymbolicLink(Path.Combine(folder.FullName, "link"), "src/a.c");
        Write(".git/config", "Licensed under the MIT License.");

        var (code, json) = await JsonAsync();

        Assert.Equal(ExitCode.Yes, code);
        var files = json.GetProperty("files").EnumerateArray().Select(file => $"{file.GetProperty("path").GetString()} {file.GetProperty("class").GetString()} {string.Join(',', file.GetProperty("licences").EnumerateArray().Select(id => id.GetString()))}").ToList();
        Assert.Equal(["empty none ", "image.png binary ", "line\nbreak.txt licensed Classpath-exception-2.0,GPL-2.0-or-later", "link none ", "src/a.c licensed MIT", "src/b.c no-grant "], files);
        var finding = json.GetProperty("files")[4].GetProperty("findings")[0];
        Assert.Equal(("notice", 1, 1), (finding.GetProperty("kind").GetString(), finding.GetProperty("startLine").GetInt32(), finding.GetProperty("endLine").GetInt32()));
        Assert.Equal(6, json.GetProperty("summary").GetProperty("files").GetInt32());
        Assert.NotEmpty(json.GetProperty("engine").GetString()!);
        Assert.NotEmpty(json.GetProperty("data").GetString()!);
    }

    [Fact]
    public async Task An_archive_is_told_with_its_digest_and_its_evidence()
    {
        using (var archive = ZipFile.Open(Path.Combine(folder.FullName, "a.jar"), ZipArchiveMode.Create))
        {
            using var manifest = new StreamWriter(archive.CreateEntry("META-INF/MANIFEST.MF").Open());
            manifest.Write("Manifest-Version: 1.0\nBundle-License: Apache-2.0\n");
        }

        var (_, json) = await JsonAsync();

        var file = Assert.Single(json.GetProperty("files").EnumerateArray());
        Assert.Equal(Convert.ToHexStringLower(SHA256.HashData(File.ReadAllBytes(Path.Combine(folder.FullName, "a.jar")))), file.GetProperty("sha256").GetString());
        Assert.Equal("META-INF/MANIFEST.MF", Assert.Single(file.GetProperty("evidence").EnumerateArray()).GetProperty("inside").GetString());
    }

    [Fact]
    public async Task Two_scans_give_the_same_bytes()
    {
        for (var file = 0; file < 200; file++) Write($"{file % 7}/{file}.java", $"/* Licensed under the {(file % 2 == 0 ? "MIT" : "zlib")} license. */\nclass A{file} {{}}\n");

        Assert.Equal(await BytesAsync(), await BytesAsync());
    }

    [Fact]
    public async Task People_read_how_often_each_licence_is_there_and_what_to_look_at()
    {
        Write("a.c", "// SPDX-License-Identifier: MIT\n");
        Write("b.c", "// SPDX-License-Identifier: MIT\n");
        Write("c.c", "\n// All rights reserved.\n");
        var text = new StringWriter();

        await new LicencesOrder(Stream.Null, text).RunAsync(folder.FullName, null, cached: false, json: false, [], TestContext.Current.CancellationToken);

        Assert.Contains("        2  MIT\n", text.ToString(), StringComparison.Ordinal);
        Assert.StartsWith("3 files.\n", text.ToString(), StringComparison.Ordinal);
        Assert.Contains("1 reserves all rights and grants nothing:\n  c.c:2\n", text.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_name_that_would_turn_a_terminal_around_is_printed_as_plain_text()
    {
        Write("a\e[31m\u202Eb.c", "// SPDX-License-Identifier: MIT\n");
        var text = new StringWriter();

        await new LicencesOrder(Stream.Null, text).RunAsync(folder.FullName, null, cached: false, json: false, [], TestContext.Current.CancellationToken);

        Assert.Equal("1 file.\n        1  MIT   a [31mb.c\n", text.ToString());
    }

    [Fact]
    public async Task A_rule_pack_is_named_with_its_digest_where_it_found_something()
    {
        using var packs = new PackBench().Write("trust/a.txt", PackBench.Trust).Write("trust/b.RULE", "---\nis_false_positive: yes\n---\nno such word\n");
        Write("a.c", "// For internal use within Barts Health under licence.\n");
        Write("b.c", "// SPDX-License-Identifier: MIT\n");
        var digest = $"sha256:{packs.Asked("trust").Digest}";
        using var document = new MemoryStream();
        var text = new StringWriter();

        await new LicencesOrder(document, TextWriter.Null).RunAsync(folder.FullName, null, cached: false, json: true, [packs.PathOf("trust/")], TestContext.Current.CancellationToken);
        await new LicencesOrder(Stream.Null, text).RunAsync(folder.FullName, null, cached: false, json: false, [packs.PathOf("trust")], TestContext.Current.CancellationToken);

        var json = JsonDocument.Parse(document.ToArray()).RootElement;
        Assert.EndsWith($" + trust@{digest["sha256:".Length..][..12]}", json.GetProperty("data").GetString(), StringComparison.Ordinal);
        Assert.Equal(("trust", digest), (json.GetProperty("packs")[0].GetProperty("name").GetString(), json.GetProperty("packs")[0].GetProperty("digest").GetString()));
        Assert.Equal("trust", json.GetProperty("files")[0].GetProperty("findings")[0].GetProperty("pack").GetString());
        Assert.False(json.GetProperty("files")[1].GetProperty("findings")[0].TryGetProperty("pack", out _));
        Assert.Contains($"  {{ name: trust, digest: \"{digest}\" }}\n  left out: 1 that hold none of the words", text.ToString(), StringComparison.Ordinal);
        Assert.Contains("        1  of these have a finding of the rule pack trust\n", text.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_rule_pack_that_cannot_be_used_is_wrong_use_and_every_mistake_is_told()
    {
        using var packs = new PackBench().Write("trust/a.txt", "== MIT : notize\n").Write("trust/b.RULE", "no head\n").Write("Bad Name/a.txt", "").Write("other/trust/a.txt", PackBench.Trust);

        async Task<string> Refused(params string[] folders)
        {
            var refused = await Assert.ThrowsAsync<CommandException>(() => new LicencesOrder(Stream.Null, TextWriter.Null).RunAsync(folder.FullName, null, cached: false, json: true, [.. folders.Select(packs.PathOf)], TestContext.Current.CancellationToken));
            Assert.Equal(ExitCode.WrongUse, refused.ExitCode);
            return refused.Message;
        }

        Assert.Matches("^trust/a.txt:1: 'notize' is no kind.*\ntrust/b.RULE:1: the file does not begin", await Refused("trust"));
        Assert.Contains("cannot be a rule pack: its name is the pack's", await Refused("Bad Name"), StringComparison.Ordinal);
        Assert.Contains("There is no folder", await Refused("none"), StringComparison.Ordinal);
        Assert.EndsWith("a.txt is a file: name the folder that it lies in.", await Refused("trust/a.txt"), StringComparison.Ordinal);
        Assert.Contains("have the same name", await Refused("trust", "other/trust"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_file_over_the_limit_is_told_as_unreadable_and_ends_with_1()
    {
        using (var large = File.Create(Path.Combine(folder.FullName, "large"))) large.SetLength(2L << 30);

        var (code, json) = await JsonAsync();

        Assert.Equal(ExitCode.No, code);
        Assert.Equal("unreadable", json.GetProperty("files")[0].GetProperty("class").GetString());
        Assert.Contains("not looked at", json.GetProperty("files")[0].GetProperty("trouble").GetString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_pipe_is_not_waited_for()
    {
        var made = await new ProgramRunner("tests").RunAsync(
            new() { Program = "mkfifo", Arguments = [Path.Combine(folder.FullName, "pipe")], Timeout = TimeSpan.FromSeconds(30) }, TestContext.Current.CancellationToken);
        Assert.True(made.Succeeded);

        var (code, json) = await JsonAsync();

        Assert.Equal((ExitCode.Yes, "none"), (code, json.GetProperty("files")[0].GetProperty("class").GetString()));
    }

    [Fact]
    public async Task A_file_is_told_to_be_one()
    {
        Write("a.c", "int a;\n");

        var refused = await Assert.ThrowsAsync<CommandException>(() => new LicencesOrder(Stream.Null, TextWriter.Null).RunAsync(Path.Combine(folder.FullName, "a.c"), null, cached: false, json: true, [], TestContext.Current.CancellationToken));

        Assert.EndsWith("a.c is a file: name the folder that it lies in.", refused.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_folder_that_is_not_there_is_wrong_use()
    {
        var refused = await Assert.ThrowsAsync<CommandException>(() => new LicencesOrder(Stream.Null, TextWriter.Null).RunAsync(folder.FullName + "-none", null, cached: false, json: true, [], TestContext.Current.CancellationToken));

        Assert.Equal(ExitCode.WrongUse, refused.ExitCode);
    }

    [Theory]
    [InlineData("", ".")]
    [InlineData(".", "")]
    public async Task A_folder_without_a_name_is_wrong_use(string path, string pack)
    {
        var refused = await Assert.ThrowsAsync<CommandException>(() => new LicencesOrder(Stream.Null, TextWriter.Null).RunAsync(path, null, cached: false, json: true, [pack], TestContext.Current.CancellationToken));

        Assert.Equal((ExitCode.WrongUse, "The name of a folder is empty: write one."), (refused.ExitCode, refused.Message));
    }

    private async Task<(int Code, JsonElement Json)> JsonAsync()
    {
        using var document = new MemoryStream();
        var code = await new LicencesOrder(document, TextWriter.Null).RunAsync(folder.FullName, null, cached: false, json: true, [], TestContext.Current.CancellationToken);
        return (code, JsonDocument.Parse(document.ToArray()).RootElement);
    }

    private async Task<byte[]> BytesAsync()
    {
        using var document = new MemoryStream();
        await new LicencesOrder(document, TextWriter.Null).RunAsync(folder.FullName, null, cached: false, json: true, [], TestContext.Current.CancellationToken);
        return document.ToArray();
    }

    private void Write(string path, string text)
    {
        var file = Path.Combine(folder.FullName, path);
        Directory.CreateDirectory(Path.GetDirectoryName(file)!);
        File.WriteAllText(file, text, new UTF8Encoding(false));
    }
}
