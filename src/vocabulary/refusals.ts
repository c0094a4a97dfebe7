type Refusal = { readonly title: string; readonly text: string }

/**
 * What a person reads when something is refused: what happened, and what to do next.
 * `{name}` is filled from the error's values. A code without a line here gets the words of its kind.
 */
export const refusals: Readonly<Record<string, Refusal>> = {
  'page.not-found': {
    title: '找不到这一页',
    text: '网址可能写错了，或者这一页已经搬走。请从首页重新进入。',
  },
  csrf: {
    title: '这一页放得太久了',
    text: '为了安全，没有接收这次提交。请返回上一页，刷新后再提交；浏览器须允许本站保存 Cookie。',
  },
  'form.malformed': {
    title: '收到的内容读不出来',
    text: '提交的文字不是 UTF-8 编码，或者在路上损坏了。请返回上一页，再提交一次。',
  },
  'address.malformed': {
    title: '这个网址读不出来',
    text: '网址里有无法识别的字符。请从首页重新进入。',
  },
  'form.too-large': {
    title: '内容太长，没有收下',
    text: '一次最多收大约 20 万字，这次超过了。请按浏览器的“后退”回到上一页，写的内容还在那里；缩短以后再提交，或者把长材料作为文件上传。',
  },
  'database.gone': {
    title: '正在维护，请稍后再来',
    text: '系统暂时连不上数据库，已经收下的内容都还在。急事请拨打举报电话 {telephone}。',
  },
  'database.full': {
    title: '现在存不下新内容',
    text: '服务器的存储空间满了，刚才提交的没有收下；以前收下的都还在。请过一会儿再试，急事请拨打 {telephone}。',
  },
  'sign-in': {
    title: '请先登录',
    text: '登录已经过期，或者还没有完成两步登录。请重新登录。',
  },
  permission: {
    title: '您没有看这一页的权限',
    text: '需要时请联系科室负责人，由安全管理员调整职责。',
  },
  conflict: {
    title: '现在不能这样做',
    text: '这一件的情况已经变了。请返回上一页，刷新后看看最新的情况再决定。',
  },
  'too-many': {
    title: '操作太快了',
    text: '请 {wait}后再试。',
  },
  unexpected: {
    title: '我们这边出错了',
    text: '请返回上一页再试一次，填过的内容一般还在页面上。一直不行，请拨打 {telephone}，并告诉我们下面的编号。',
  },
  unavailable: {
    title: '暂时办不了',
    text: '系统正在维护，请几分钟后再来。急事请拨打 {telephone}。',
  },
  'database.not-migrated': {
    title: '数据库的表结构还是旧的',
    text: '还有 {count} 项升级没有做。请设置 DATABASE_OWNER_URL（数据库属主的连接）后运行 npm run migrate，再启动。',
  },
  'sheet.not-found': {
    title: '找不到这份登记',
    text: '没有记完的登记只有记的人自己打得开。请回到登记页，从自己的列表里找。',
  },
  'case.not-found': {
    title: '找不到这一件',
    text: '编号可能写错了，或者这一件没有分派给您。请回到线索队列查看。',
  },
  'case.no-key': {
    title: '您的钥匙还没有确认',
    text: '这一件在您的职责范围内，但本岗位的同事还没有确认您的钥匙。请他们在“密钥与成员”里确认，再回来打开。',
  },
  'case.moved-on': {
    title: '同事刚改过这一件',
    text: '在您打开以后，同事已经作了决定，您的改动没有保存。请回到这一件，看看现在到了哪一步。',
  },
  'brief.changed': {
    title: '同事刚改过核查要点',
    text: '在您打开以后，同事已经保存过核查要点，您的改动没有保存。请回到这一件，对照以后再改。',
  },
  'assign.not-a-handler': {
    title: '选的人现在不能承办',
    text: '这位同事不在本单位的承办名单上，或者账号已经停用。请回到分派页，重新选两位。',
  },
  'assign.two-handlers': {
    title: '要选两位不同的承办人',
    text: '每一件都由两位承办人一起核查。请回到分派页，选两位。',
  },
  'evidence.uploads-busy': {
    title: '现在传文件的人太多，请过一会儿',
    text: '这次的文件没有收下，以前传好的都还在。请返回上一页，过一会儿再传；急事请拨打 {telephone}。',
  },
  'receipt.busy': {
    title: '现在查询的人很多',
    text: '请过一分钟再试。您的查询码没有问题，也没有被记录。',
  },
  'resume.busy': {
    title: '现在存草稿、接着写的人很多',
    text: '请返回上一页，过一分钟再试。您填的内容还在。',
  },
  'picture.busy': {
    title: '现在存图片的人很多',
    text: '请过一分钟再试，或者先抄在纸上。',
  },
  'password.busy': {
    title: '现在登录的人很多',
    text: '请过一分钟再试。',
  },
  'seal.broken': {
    title: '这份内容打不开',
    text: '内容没有通过完整性核对，没有显示给任何人。请联系系统管理员核对数据库。',
  },
  'file.broken': {
    title: '这份材料打不开',
    text: '材料没有通过完整性核对，没有显示给任何人。请联系系统管理员核对存储。',
  },
  'public-key.broken': {
    title: '密钥没有通过核对',
    text: '数据库中的公钥不是本系统登记的那一把，操作已停止，没有用它加密任何内容。请联系系统管理员。',
  },
  'installation.secret-missing': {
    title: '缺少安装密钥，没有启动',
    text: '找不到安装密钥。请设置 APP_SECRET，或把密钥文件放到 {file}；数据库里已有数据的，要用原来那一把。第一次使用时，用 openssl rand -base64 48 生成一把，另行备份，服务和 npm run cli 都用它。不会自动生成。',
  },
  'installation.secret-wrong': {
    title: '安装密钥不对，没有启动',
    text: '第 {version} 版安装密钥与这个数据库登记的不是同一把。请换回原来的密钥（旧版也要保留），再启动。',
  },
  'installation.mark-missing': {
    title: '数据库里的密钥登记不见了，没有启动',
    text: '数据库里已有人员或举报，登记安装密钥的表 installation_marks 却是空的，可能有人动过数据库。请从备份恢复这张表，并核对操作记录（npm run cli -- audit verify），再启动。',
  },
  'installation.secret-malformed': {
    title: '安装密钥的写法不对，没有启动',
    text: '密钥至少 32 个随机字符，中间没有空格和逗号。有几版时，每一版写成“版本号:密钥”，各版之间用逗号隔开。',
  },
  'installation.secret-exposed': {
    title: '安装密钥文件可被他人读取，没有启动',
    text: '请把 {file} 的权限改为 0600；如可能已被他人读取，请更换密钥。',
  },
  'recovery.share-slip': {
    title: '第 {position} 份恢复密钥抄写有误',
    text: '请对照纸面逐组核对后再输入。字母 O 与数字 0、字母 I、L 与数字 1 不必区分。',
  },
  'recovery.shares-differ': {
    title: '这几份恢复密钥合不到一起',
    text: '请确认是同一次生成的两份不同的恢复密钥，再输入一次。',
  },
  'recovery.other-key': {
    title: '这几份恢复密钥是另一套系统的',
    text: '它们合得到一起，但不是本系统现在用的恢复密钥。请核对纸面上的单位和日期。没有改动任何内容。',
  },
  'recovery.nobody': {
    title: '这个账号没有可以恢复的私钥',
    text: '没有这个用户名，或者本人从未登录过，或者账号已经停用。没有改动任何内容。',
  },
  'recovery.no-file': {
    title: '读不到恢复密钥文件',
    text: '请核对 --shares 后面的文件名。文件里每行写一份，至少两份。没有改动任何内容。',
  },
  'evidence.not-found': {
    title: '找不到这份材料',
    text: '网址可能写错了，或者这一件没有分派给您。请回到案件页查看。',
  },
  'evidence.request': {
    title: '一次传得太多，没有保存',
    text: '每个文件不能超过 {each}，一次最多 {files} 个。请返回上一页，分几次传。',
  },
  'evidence.cut': {
    title: '传到一半断网了',
    text: '这一次的文件都没有保存，先前保存的还在。请返回上一页再传一次。',
  },
  'evidence.form': {
    title: '这一页填的内容太多，没有保存',
    text: '请返回上一页，把文字缩短，或者把文件分几次传。',
  },
  'evidence.busy': {
    title: '正在打开的材料很多',
    text: '请过几秒再打开这一页。',
  },
  'staff.not-found': {
    title: '找不到这个人',
    text: '这个账号不存在、还没有启用，或者已经停用。',
  },
  'staff.name-taken': {
    title: '用户名已有人用',
    text: '请换一个用户名再添加。',
  },
  'staff.identity-apart': {
    title: '身份保管不能兼任受理、承办、负责人或财务',
    text: '同一个人不能既看得到举报内容或付款，又拿得到举报人身份。请分给两个人。',
  },
  'staff.finance-apart': {
    title: '财务不能兼任受理、承办或负责人',
    text: '办案和付款要由不同的人负责。请分给两个人。',
  },
  'staff.admin-apart': {
    title: '管理员和审计员不能兼任办案、身份或财务职责',
    text: '系统管理员、安全管理员和审计员不接触案件内容。请分给两个人。',
  },
  'staff.admins-apart': {
    title: '系统管理员、安全管理员、审计员要由三个人担任',
    text: '这三项职责互相监督，一个人只能担任其中一项。',
  },
  'recovery.already-made': {
    title: '恢复密钥已经生成过',
    text: '恢复密钥只生成一次，没有改动任何内容。',
  },
  'recovery.not-made': {
    title: '还没有生成恢复密钥',
    text: '请先在服务器的终端运行 npm run cli -- setup，再添加人员和接收举报。',
  },
  'desk.last-holder': {
    title: '这是{desk}岗位最后一位持有密钥的成员',
    text: '他离开以后就没有人能打开这个岗位的案件，所以什么都没有改动。请先给本单位另一位同事这项职责，由他登录、再由现在的成员在“密钥与成员”里确认，然后再办。',
  },
  'desk.not-found': {
    title: '这个岗位还没有密钥',
    text: '它的第一位成员登录以后才会建立密钥。请先让一位有这项职责的同事登录。',
  },
  'desk.not-held': {
    title: '您没有这个岗位的密钥',
    text: '只有持有岗位密钥的成员才能把密钥交给别人。',
  },
  'intake.not-ready': {
    title: '网上举报还没有开通',
    text: '这个网站还没有准备好保管举报，现在填的内容不会被收下。急事请拨打举报电话 {telephone}。',
  },
  'site.not-open': {
    title: '本站还没有开通',
    text: '这个网站还在准备，现在不收举报，也不保存任何内容。请过几天再来。',
  },
  'intake.nobody-above': {
    title: '这一件在网上还收不了',
    text: '涉及医保部门自己的举报要交给上一级，但上一级还没有接入，所以没有收下。{ask}。',
  },
  'intake.no-desk': {
    title: '现在没有人能打开举报，所以没有收下',
    text: '受理岗位还没有开通。填的内容还在草稿里，请过一天再提交；急事请拨打 {telephone}。',
  },
  'intake.draft-gone': {
    title: '草稿已经退出',
    text: '太久没有操作，为了安全已经退出。请从“我要举报”重新开始。',
  },
  'session.ended': {
    title: '这一页已经换过了，刚才的没有提交',
    text: '同一个浏览器里别的窗口刚进入、退出或者重新开始过。写好的还在，请回到上一页刷新，再提交一次。',
  },
  'demonstration.not-found': {
    title: '这里没有演示账号',
    text: '在数据目录里没有找到 demo-accounts.json。请先用 npm start 启动演示环境；数据目录不在当前文件夹时，请设置 DATA_DIR。',
  },
  'demonstration.not-here': {
    title: '这里是正式环境，不放演示数据',
    text: '演示数据只放进演示环境：没有 DATABASE_URL，也没有 NODE_ENV=production。什么都没有改动。要看演示，请去掉这两个设置，并换一个 DATA_DIR。',
  },
  'demonstration.real-files': {
    title: '这个目录里是正式环境的文件，演示环境不会打开',
    text: '{dataDir} 里存着正式环境收到的文件，什么都没有改动。要运行正式环境，请先设好它的环境变量（DATABASE_URL、APP_SECRET 等）；要看演示，请换一个 DATA_DIR。',
  },
  'demonstration.too-many': {
    title: '要的件数太多',
    text: '演示数据最多 {most} 件。',
  },
  'demonstration.account-changed': {
    title: '演示账号 {user} 打不开',
    text: '它的密码改过，或者账号已经停用。演示数据由演示账号来办理，请用没有改过密码的演示环境：换一个 DATA_DIR，或者删去数据目录重新开始。',
  },
  'demo-account.not-found': {
    title: '没有这个演示账号',
    text: '用户名写在 demo-accounts.json 里，请核对后再试。',
  },
  'desk.missing': {
    title: '现在没有人能打开这份内容，所以没有收下',
    text: '保管它的岗位还没有开通。填的内容还在，请过一天再提交；选了实名的，也可以改成匿名。急事请拨打 {telephone}。',
  },
  'law.not-found': {
    title: '缺少这一条规定',
    text: '这个地方、这一天没有可用的规定。请联系系统管理员核对规定的适用地区和起止日期。',
  },
  'law.no-source': {
    title: '这条规定没有写来源',
    text: '请写明出自哪个文件、哪一条，再保存。',
  },
  'law.exists': {
    title: '这个版本已经有了',
    text: '请换一个版本号再保存。',
  },
  'law.overlap': {
    title: '和另一个版本的日期重叠',
    text: '同一天只能有一个版本。请先写上旧版本的最后一天，再保存新版本。',
  },
  'law.malformed': {
    title: '这条规定没有填完整',
    text: '请核对地区、起止日期和内容，再保存。',
  },
  'organisation.not-found': {
    title: '找不到这个单位',
    text: '网址可能写错了，或者平台还没有设置完。请联系系统管理员。',
  },
  'organisation.region': {
    title: '区划代码要写 6 位数字',
    text: '请按行政区划代码改好，再保存。',
  },
  'organisation.parent': {
    title: '上级单位的层级要更高',
    text: '请选国家、省、市中层级更高的单位作上级。',
  },
  'organisation.exists': {
    title: '这个单位已经有了',
    text: '单位编码不能重复，同一个地区同一类部门只能有一个。请核对后再保存。',
  },
  'institution.not-found': {
    title: '找不到这家机构',
    text: '名单可能更新过。请返回上一步重新查找，或者直接写名字。',
  },
  'institutions.encoding': {
    title: '看不懂这个文件的文字编码',
    text: '请把文件另存为 UTF-8 或者 GB18030 编码的 CSV，再导入一次。没有导入任何一行。',
  },
  'institutions.header': {
    title: '第一行缺少列：{missing}',
    text: '第一行要写：{header}。改好后再导入一次，没有导入任何一行。',
  },
  'institutions.quotes': {
    title: '有一个引号没有配对',
    text: '请检查双引号是否成对，改好后再导入一次。没有导入任何一行。',
  },
  'deadline.not-a-clock': {
    title: '这条规定不能按天计算',
    text: '它没有天数，或者按小时计算。请换一条期限规定。',
  },
  'deadline.length': {
    title: '期限的长度不对',
    text: '长度要写 1 到 3660 之间的整数。请核对这条期限规定。',
  },
  'staff.name-form': {
    title: '用户名的写法不对',
    text: '用户名用 2 到 40 个小写字母、数字、点或横线，以字母或数字开头，例如 zhang.wei。',
  },
  'staff.email-form': {
    title: '邮箱地址的写法不对',
    text: '写一个完整的邮箱地址，例如 zhang.wei@example.gov.cn；写 - 是删掉。',
  },
  'staff.display-name': {
    title: '姓名的写法不对',
    text: '姓名写 1 到 60 个字。',
  },
}
