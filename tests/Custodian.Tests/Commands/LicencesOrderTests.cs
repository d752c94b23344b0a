using System.IO.Compression;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Custodian.Commands;
using Custodian.Git;
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

        await new LicencesOrder(Stream.Null, text).RunAsync(folder.FullName, null, cached: false, json: false, TestContext.Current.CancellationToken);

        Assert.Contains("        2  MIT\n", text.ToString(), StringComparison.Ordinal);
        Assert.Contains("1 reserve all rights and grant nothing:\n  c.c:2\n", text.ToString(), StringComparison.Ordinal);
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

        var refused = await Assert.ThrowsAsync<CommandException>(() => new LicencesOrder(Stream.Null, TextWriter.Null).RunAsync(Path.Combine(folder.FullName, "a.c"), null, cached: false, json: true, TestContext.Current.CancellationToken));

        Assert.EndsWith("a.c is a file: name the folder that it lies in.", refused.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_folder_that_is_not_there_is_wrong_use()
    {
        var refused = await Assert.ThrowsAsync<CommandException>(() => new LicencesOrder(Stream.Null, TextWriter.Null).RunAsync(folder.FullName + "-none", null, cached: false, json: true, TestContext.Current.CancellationToken));

        Assert.Equal(ExitCode.WrongUse, refused.ExitCode);
    }

    private async Task<(int Code, JsonElement Json)> JsonAsync()
    {
        using var document = new MemoryStream();
        var code = await new LicencesOrder(document, TextWriter.Null).RunAsync(folder.FullName, null, cached: false, json: true, TestContext.Current.CancellationToken);
        return (code, JsonDocument.Parse(document.ToArray()).RootElement);
    }

    private async Task<byte[]> BytesAsync()
    {
        using var document = new MemoryStream();
        await new LicencesOrder(document, TextWriter.Null).RunAsync(folder.FullName, null, cached: false, json: true, TestContext.Current.CancellationToken);
        return document.ToArray();
    }

    private void Write(string path, string text)
    {
        var file = Path.Combine(folder.FullName, path);
        Directory.CreateDirectory(Path.GetDirectoryName(file)!);
        File.WriteAllText(file, text, new UTF8Encoding(false));
    }
}
