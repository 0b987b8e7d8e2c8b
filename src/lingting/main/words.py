"""Texts of the command line, in the language of the person at the terminal."""

from __future__ import annotations

import os
from collections.abc import Mapping

TEXTS: Mapping[str, tuple[str, str]] = {
    "starting": ("正在启动 {part} …", "Starting {part} …"),
    "stopping": ("正在停止 {part} …", "Stopping {part} …"),
    "died": ("{part} 意外退出，{pause:.0f} 秒后重新启动", "{part} ended; again in {pause:.0f} s"),
    "back": ("{part} 已恢复", "{part} is back"),
    "migrating": ("正在更新数据表 …", "Updating the tables …"),
    "founding": ("正在建立第一家公司 …", "Founding the first company …"),
    "recordings_moved": (
        "录音文件夹换了地方，已跟着更新。",
        "The recordings are in another folder now; they are found there.",
    ),
    "stopped": ("已全部停止。", "Everything is stopped."),
    "failed": ("启动失败：{reason}", "It did not start: {reason}"),
    "login_refused": (
        "数据库不让角色 lingting_app 登录：{reason}\n"
        "请让它能登录（ALTER ROLE lingting_app LOGIN PASSWORD '…'，pg_hba.conf 也要允许），"
        "再把它的地址写进 LINGTING_APP_DATABASE_URL。",
        "The database does not let the role lingting_app in: {reason}\n"
        "Let it log in (ALTER ROLE lingting_app LOGIN PASSWORD '…', and pg_hba.conf must agree), "
        "then name its address in LINGTING_APP_DATABASE_URL.",
    ),
    "newer_tables": (
        "数据库已被更新的版本升级过（{revision}，这个版本只到 {newest}）。什么都没有改动。\n"
        "请换回那个版本，或者用这个版本时的备份恢复。",
        "A newer version has been at work on this database ({revision}; this one knows up to "
        "{newest}). Nothing was changed.\n"
        "Start that version again, or restore a backup that this version made.",
    ),
    "prepared_by_another": (
        "另一台机器正在准备同一个数据库，等它完成 …",
        "Another machine prepares the same database; waiting for it …",
    ),
    "sip_port_taken": (
        "SIP 端口 {port} 已被占用（LINGTING_SIP_PORT）",
        "SIP port {port} is taken (LINGTING_SIP_PORT)",
    ),
    "bad_setting": (
        "设置 {name} 的值不能用：{reason}",
        "The setting {name} has a value that cannot be used: {reason}",
    ),
    "bad_folder": (
        "文件夹 {place} 的路径里有 {sign}，Asterisk 和数据库读不了。什么都没有改动。\n"
        "请换一个路径里没有它的文件夹（LINGTING_HOME、LINGTING_SOUNDS_DIR、"
        "LINGTING_RECORDINGS_DIR）。",
        "The path of the folder {place} has {sign} in it, which Asterisk and the database cannot "
        "read. Nothing was changed.\n"
        "Choose a folder without it (LINGTING_HOME, LINGTING_SOUNDS_DIR, "
        "LINGTING_RECORDINGS_DIR).",
    ),
    "bad_host": (
        "监听地址“{host}”不是这台机器的地址（--host，LINGTING_HOST）。",
        "“{host}” is no address of this machine (--host, LINGTING_HOST).",
    ),
    "no_certificate": (
        "读不了证书或私钥文件：{file}",
        "This file of the certificate or its key cannot be read: {file}",
    ),
    "disk_full": (
        "磁盘已满，写不了 {place}。请先腾出空间，再执行一次。",
        "The disk is full: {place} cannot be written. Make room, then try again.",
    ),
    "disk_read_only": (
        "磁盘是只读的，写不了 {place}。请重新挂载成可写，或者用 LINGTING_HOME 换一个文件夹。",
        "The disk is read-only: {place} cannot be written. Mount it writable, or name another "
        "folder in LINGTING_HOME.",
    ),
    "disk_forbidden": (
        "没有权限使用 {place}。请检查它属于谁、谁能读写，或者换一个用户执行。",
        "{place} may not be used: look at whose it is and who may read and write it, or run this "
        "as another user.",
    ),
    "logs": ("日志：{folder}", "Logs: {folder}"),
    "errand_ended": (
        "准备数据的进程意外结束（{code}）",
        "The process that prepares the data ended unexpectedly ({code})",
    ),
    "already": (
        "聆听已在运行（进程 {pid}）：{url}",
        "Lingting is already running (process {pid}): {url}",
    ),
    "already_starting": (
        "聆听正由进程 {pid} 启动或停止，请稍候。",
        "Lingting is being started or stopped by process {pid}; wait a moment.",
    ),
    "ready": ("聆听已启动，用时 {seconds:.1f} 秒", "Lingting is up after {seconds:.1f} s"),
    "address": ("地址", "Address"),
    "company": ("公司简称", "Company short name"),
    "account": ("账号", "Account"),
    "person": ("姓名", "Name"),
    "password": ("初始密码", "First password"),
    "passwords_once": (
        "密码只显示这一次，请妥善保存。忘记时用 ./lingting passwd 账号 重设。",
        "Passwords are shown this once: keep them. "
        "A lost one is replaced by ./lingting passwd ACCOUNT.",
    ),
    "passwords_before": (
        "初始密码只在首次启动时显示一次。没看到或忘了，用 ./lingting passwd admin "
        "给管理员设一个新的，别的账号也一样。",
        "First passwords are shown once, at the first start. Whoever did not see his, or lost it, "
        "gets a new one by ./lingting passwd admin, and so for other accounts.",
    ),
    "call": ("来电号码", "Number to call"),
    "call_how": (
        "用任意 SIP 话机或软电话呼叫此地址即可打入",
        "call this address from any SIP phone or softphone",
    ),
    "stop_how": ("按 Ctrl-C 停止", "Ctrl-C stops it"),
    "authority": (
        "局域网使用：先在每台电脑上信任此根证书 {file}，SHA-256 指纹：",
        "For the local network: trust this authority on every computer, {file}, SHA-256:",
    ),
    "cert_and_key": (
        "--cert 与 --key 须同时给出。",
        "--cert and --key belong together.",
    ),
    "no_company": ("没有公司“{company}”。", "There is no company “{company}”."),
    "reports_rebuilt": (
        "{company}：报表已由 {facts} 条事实重建，用时 {seconds:.1f} 秒",
        "{company}: reports were rebuilt from {facts} facts in {seconds:.1f} s",
    ),
    "doctor_good": ("一切正常。", "Everything is in order."),
    "doctor_found": (
        "{bad} 项有问题，{warned} 项要留意；箭头后面是办法。",
        "{bad} wrong, {warned} to look at; the arrows say what to do.",
    ),
    "doctor_skipped": (
        "聆听没有运行，{skipped} 项没有检查；启动后再执行一次。",
        "Lingting is not running: {skipped} checks were not made; run this again after a start.",
    ),
    "not_running": (
        "聆听没有运行；请先执行 ./lingting up。",
        "Lingting is not running; start it with ./lingting up.",
    ),
    "new_password": (
        "账号 {account} 的新密码：{password}",
        "New password of {account}: {password}",
    ),
    "demo_ready": (
        "演示公司已就绪：模拟来电和模拟坐席即将开始工作",
        "The demonstration company is ready: simulated callers and agents come to life",
    ),
    "demo_how": (
        "以 agent0 登录并签入，就是坐席中的一员，会接到模拟来电；"
        "./lingting demo status 查看，./lingting demo stop 停止，"
        "./lingting demo remove 删除全部演示数据。",
        "Log in as agent0 and sign in: you are one of the agents and get simulated calls. "
        "./lingting demo status shows it, ./lingting demo stop stops it, "
        "./lingting demo remove removes all of its data.",
    ),
    "demo_own_asterisk": (
        "使用外部 Asterisk（LINGTING_ARI_URL）时不能运行演示。",
        "The demonstration needs the private Asterisk; LINGTING_ARI_URL names another.",
    ),
    "demo_state": ("状态", "State"),
    "demo_off": ("未运行", "off"),
    "demo_starting": ("正在启动", "starting"),
    "demo_on": ("运行中", "on"),
    "demo_stopping": ("正在停止", "stopping"),
    "demo_removing": ("正在删除", "removing"),
    "demo_failed": ("启动失败", "failed"),
    "demo_speed": ("速度", "Speed"),
    "demo_agents": ("在岗坐席", "Agents present"),
    "demo_talking": ("通话中坐席", "Agents talking"),
    "demo_calls": ("进行中的来电", "Calls in progress"),
    "demo_dialled": ("累计来电", "Calls so far"),
    "demo_answered": ("已接听", "Answered"),
    "demo_lost": ("未等到接听", "Lost"),
    "demo_self_served": ("自助完成", "Served by the menu"),
    "demo_messages": ("留言", "Messages"),
    "demo_turned_away": ("线路忙", "Lines busy"),
    "demo_surge": (
        "来电量变为 {factor:g} 倍，持续 {minutes:g} 分钟。",
        "Calls come {factor:g} times as often for {minutes:g} minutes.",
    ),
    "demo_past": (
        "正在生成演示公司的历史：第 {done}/{days} 天，共 {contacts} 通来电",
        "Writing the demonstration company's past: day {done} of {days}, {contacts} calls",
    ),
    "demo_past_reports": (
        "正在计算报表：第 {seq}/{newest} 条事实",
        "Counting for the reports: fact {seq} of {newest}",
    ),
    "demo_past_lived": (
        "演示公司已有来电，不能再补历史；可先执行 ./lingting demo remove 删除后重新生成。",
        "The demonstration company has had calls, so no past can be put before them; "
        "./lingting demo remove takes it away, and a new one gets a past.",
    ),
    "demo_removed": ("演示公司及其全部数据已删除。", "The demonstration company is gone."),
    "demo_still": (
        "还没有完成；./lingting demo status 可查看进展。",
        "Not finished yet; ./lingting demo status shows how it goes.",
    ),
    "no_file": ("无法读取文件 {file}：{reason}", "Cannot read {file}: {reason}"),
    "exported": ("已导出到 {file}", "Written to {file}"),
    "config_problems": (
        "配置文本有 {count} 处问题，未做任何更改：",
        "The document has {count} problems; nothing was changed:",
    ),
    "config_problem": ("  第 {line} 行 {place}：{message}", "  line {line} {place}: {message}"),
    "config_same": (
        "与现在的配置相同，无需更改。",
        "Nothing to change: this is the configuration.",
    ),
    "config_left": (
        "文本中没有、保持不变（加 --prune 则删除）：{title} {names}",
        "Not in the document, left as it is (--prune removes it): {title} {names}",
    ),
    "config_counts": (
        "新增 {added} 项，修改 {changed} 项，删除 {removed} 项",
        "{added} to add, {changed} to change, {removed} to remove",
    ),
    "config_sure": ("确定导入？", "Import it?"),
    "config_done": (
        "已导入（记录 {number}）。回退到导入前：./lingting config rollback {number}",
        "Imported as number {number}. To go back: ./lingting config rollback {number}",
    ),
    "config_silent": (
        "引擎没有响应，未做任何更改；请看 serve 的日志。",
        "The engine does not answer; nothing was changed. See the log of serve.",
    ),
    "config_nothing_done": ("未做任何更改。", "Nothing was changed."),
    "config_no_history": ("还没有导入过配置。", "Nothing was imported yet."),
    "config_version": (
        "{number:>4}  {at}  {by}  新增 {added}，修改 {changed}，删除 {removed}{note}",
        "{number:>4}  {at}  {by}  added {added}, changed {changed}, removed {removed}{note}",
    ),
    "config_rolled_back": ("（回退到 {number} 之前）", " (back to before {number})"),
    "config_by_command": ("命令行", "command line"),
    "config_passwords": (
        "新用户的初始密码（只显示这一次，首次登录须修改）：",
        "First passwords of new users (shown this once, to be changed at the first login):",
    ),
    "backup_dumping": ("正在导出数据库 …", "Dumping the database …"),
    "backup_packing": ("正在打包录音和语音 …", "Packing recordings and prompts …"),
    "backup_unpacking": ("正在解包并逐个校验 …", "Unpacking and checking every file …"),
    "backup_loading": ("正在导入数据库 …", "Loading the database …"),
    "backup_placing": ("正在放到原来的位置 …", "Putting everything in its place …"),
    "backup_done": (
        "备份完成：{file}，{size}，{files} 个文件，用时 {seconds:.1f} 秒",
        "Backed up: {file}, {size}, {files} files, {seconds:.1f} s",
    ),
    "backup_keep_safe": (
        "备份里有客户资料、录音和私钥，没有加密；请拷到另一台机器，妥善保管。",
        "It holds customers, recordings and private keys, and is not encrypted: "
        "copy it to another machine and guard it.",
    ),
    "backup_removed": ("已删除旧备份 {file}", "Removed the old backup {file}"),
    "backup_cancelled": ("已取消，没有留下任何文件。", "Cancelled; nothing is left behind."),
    "backup_no_file": ("无法读写 {file}：{reason}", "{file} cannot be read or written: {reason}"),
    "backup_exists": ("文件已经存在：{file}", "The file is there already: {file}"),
    "backup_forbidden": (
        "这个数据库角色受行级安全限制，导出会是空的。请用 LINGTING_BACKUP_URL "
        "指定一个有 BYPASSRLS 权限的角色，见运维指南。",
        "This database role is bound by row-level security: its dump would be empty. Name a role "
        "with BYPASSRLS in LINGTING_BACKUP_URL; the operator's guide has the commands.",
    ),
    "database_unreachable": (
        "连不上数据库：{reason}",
        "The database cannot be reached: {reason}",
    ),
    "backup_failed": ("数据库工具报错：{reason}", "The database's program failed: {reason}"),
    "no_space": (
        "磁盘空间不够：需要 {needed}，只有 {free}。",
        "Not enough disk space: {needed} needed, {free} free.",
    ),
    "restore_no_file": ("没有这个文件：{file}", "There is no such file: {file}"),
    "restore_broken": (
        "这不是完整的备份，出错的部分：{name}。什么都没有改动。",
        "This is no whole backup; what is wrong: {name}. Nothing was changed.",
    ),
    "restore_newer": (
        "备份来自更新的版本（{version}），请先升级聆听。什么都没有改动。",
        "A newer version ({version}) wrote this backup: upgrade first. Nothing was changed.",
    ),
    "restore_there": (
        "{place} 里已经有数据。要替换请加 --replace：原来的数据会改名保留。",
        "{place} holds data already. To replace them add --replace: they are kept, renamed.",
    ),
    "restore_there_url": (
        "LINGTING_DATABASE_URL 指向的数据库不是空的，请新建一个空库。",
        "The database of LINGTING_DATABASE_URL is not empty; make an empty one.",
    ),
    "restore_running": (
        "聆听正在运行（进程 {pid}），请先停止。",
        "Lingting is running (process {pid}); stop it first.",
    ),
    "restore_unfinished": (
        "上一次恢复备份没有做完，数据只放回了一部分。请再执行一次：\n"
        "./lingting restore --replace {file}",
        "The last restore was interrupted: only a part of the data is in its place. "
        "Restore once more:\n./lingting restore --replace {file}",
    ),
    "restored": (
        "已恢复到 {at} 的状态。请执行 ./lingting up 启动。",
        "Everything is as it was at {at}. Start with ./lingting up.",
    ),
    "restored_kept": ("原来的数据保留在 {folder}", "What was here before is in {folder}"),
    "restored_settings": (
        "备份时的环境变量写在 {file}，请与现在的核对。",
        "The environment variables of that time are in {file}: compare them with yours.",
    ),
    "no_account": ("没有这个账号：{account}", "There is no such account: {account}"),
}


def chinese() -> bool:
    """Whether this terminal's language is Chinese."""
    chosen = os.environ.get("LINGTING_LANG") or next(
        (os.environ[name] for name in ("LC_ALL", "LC_MESSAGES", "LANG") if os.environ.get(name)), ""
    )
    return chosen.lower().startswith("zh")


def text(key: str, **values: object) -> str:
    """One text in the terminal's language."""
    zh, en = TEXTS[key]
    return (zh if chinese() else en).format(**values)
